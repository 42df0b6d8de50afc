/** A setting that cannot be used. The message is one line for whoever starts the server, and names the setting. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
