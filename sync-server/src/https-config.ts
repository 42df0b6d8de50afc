import { ConfigError } from './config-error.ts'

/** A certificate in two PEM files, or one of our own authority for phones in the same network. */
export type Https =
  | { readonly kind: 'certificate'; readonly cert: string; readonly key: string }
  /** `installPort`: where phones get the authority, over plain HTTP; 0 takes a free port. */
  | { readonly kind: 'lan'; readonly installPort: number }

interface Settings {
  readonly lan: boolean
  readonly port: number
  readonly installPort: number
  readonly tlsCert: string | undefined
  readonly tlsKey: string | undefined
  readonly origin: string | undefined
}

/**
 * Puts the settings about HTTPS together.
 *
 * @returns undefined for plain HTTP.
 * @throws {ConfigError} they contradict each other.
 */
export function chooseHttps(settings: Settings): Https | undefined {
  const { lan, tlsCert, tlsKey, origin } = settings
  if (!lan && tlsCert === undefined && tlsKey === undefined) return undefined
  if (lan && (tlsCert ?? tlsKey) !== undefined)
    throw new ConfigError('URNA_LAN makes a certificate of its own: leave TLS_CERT and TLS_KEY out')
  if (origin !== undefined && !origin.startsWith('https:'))
    throw new ConfigError(
      `URNA_ORIGIN is "${origin}": a server with a certificate has one that begins with https://`,
    )
  if (lan) return lanOf(settings)
  if (tlsCert === undefined || tlsKey === undefined)
    throw new ConfigError('TLS_CERT and TLS_KEY belong together: a certificate and its private key')
  if (origin === undefined)
    throw new ConfigError(
      'TLS_CERT needs URNA_ORIGIN, what voters call this server, such as https://vote.example.org',
    )
  return { kind: 'certificate', cert: tlsCert, key: tlsKey }
}

function lanOf({ port, installPort }: Settings): Https {
  if (port === installPort && port !== 0)
    throw new ConfigError(`PORT and URNA_INSTALL_PORT are both ${port}: they must differ`)
  return { kind: 'lan', installPort }
}
