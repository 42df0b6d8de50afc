import type { Config } from '../config.ts'

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/

/** What to tell whoever opens the server to a network where no browser can vote; undefined where all is well. */
export function reachWarning({
  host,
  origin,
  https,
}: Pick<Config, 'host' | 'origin' | 'https'>): string | undefined {
  if (https || LOOPBACK.test(host) || origin?.startsWith('https:')) return undefined
  return `Warning: other machines reach this server over plain HTTP, and no browser can vote there: it gives cryptography
and storage that works offline to HTTPS alone. For phones in this network: --lan. With a certificate: --tls-cert and
--tls-key. Behind a proxy that has one: --origin https://…`
}
