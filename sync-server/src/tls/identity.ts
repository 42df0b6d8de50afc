/** A certificate chain and its private key, in PEM. */
export interface KeyPair {
  readonly cert: string
  readonly key: string
}

/** Who the server is, over TLS. It changes while the server runs: certificates expire and addresses move. */
export interface Identity {
  /**
   * The pair to serve with now; the same object while nothing changed.
   *
   * @throws {TlsError} there is none that can be used.
   */
  current(): Promise<KeyPair>
}
