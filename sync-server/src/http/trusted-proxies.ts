import { isIP } from 'node:net'

/**
 * Whose word is taken for where a request came from: so many proxies in front of this server, or proxies at these
 * addresses. Whoever is trusted can say anything, so nobody is by default.
 */
export type TrustedProxies = number | readonly string[]

const HOPS = /^([1-9]|10)$/
/** Names that Express has for networks: this machine, and those that nobody reaches from outside. */
const NETWORKS: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal'])

/** @returns undefined for what is neither a number from 1 to 10 nor addresses with commas between. */
export function parseTrustedProxies(text: string): TrustedProxies | undefined {
  if (HOPS.test(text)) return Number(text)
  const addresses = text.split(',').map((address) => address.trim())
  return addresses.every((address) => NETWORKS.has(address) || isNetwork(address)) ? addresses : undefined
}

function isNetwork(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = isIP(address)
  return version !== 0 && (bits === undefined || Number(bits) <= (version === 4 ? 32 : 128))
}
