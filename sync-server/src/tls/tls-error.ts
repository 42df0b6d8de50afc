/** HTTPS cannot be served as it was asked for; the message is one line for whoever runs the server. */
export class TlsError extends Error {
  override readonly name = 'TlsError'
}
