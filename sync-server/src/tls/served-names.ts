import { BlockList, isIPv4 } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'

/** What browsers may call a server: host names, and IPv4 addresses in dots. */
export interface ServedNames {
  readonly hosts: readonly string[]
  readonly addresses: readonly string[]
}

/** What an authority may vouch for: domains with all below them, and IPv4 networks such as `10.0.0.0/8`. */
export interface Subtrees {
  readonly domains: readonly string[]
  readonly networks: readonly string[]
}

/** Names and networks that nobody on the internet can own (RFC 6761, 6762, 1918, 3927, 6598). */
const NEVER_PUBLIC: Subtrees = {
  domains: ['local', 'localhost'],
  networks: [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '169.254.0.0/16',
    '100.64.0.0/10',
    '127.0.0.0/8',
  ],
}

/** Networks that are inside this machine, or a tunnel of it; phones are never there. */
const INNER_INTERFACE = /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|cni|utun|tun|tap|wg|zt|tailscale)/i

/** The IPv4 addresses at which a phone in the same network may find this machine, the likeliest first. */
export function lanAddresses(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ address, isInner: INNER_INTERFACE.test(name) })),
  )
  return found.sort((a, b) => Number(a.isInner) - Number(b.isInner)).map(({ address }) => address)
}

/**
 * The least that an authority needs to vouch for `names`, now and after the router has given out other addresses, so that
 * phones need to take it in once only. It never reaches a name of the public internet that is not in `names`.
 */
export function subtreesFor(names: ServedNames): Subtrees {
  const hosts = names.hosts.filter((host) => !isInDomains(host, NEVER_PUBLIC))
  const addresses = names.addresses.filter((address) => !isInNetworks(address, NEVER_PUBLIC))
  return {
    domains: [...NEVER_PUBLIC.domains, ...hosts],
    networks: [...NEVER_PUBLIC.networks, ...addresses.map((address) => `${address}/32`)],
  }
}

export function areWithin({ hosts, addresses }: ServedNames, subtrees: Subtrees): boolean {
  return (
    hosts.every((host) => isInDomains(host, subtrees)) &&
    addresses.every((address) => isInNetworks(address, subtrees))
  )
}

function isInDomains(host: string, { domains }: Subtrees): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`))
}

function isInNetworks(address: string, { networks }: Subtrees): boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [start = '', bits] = network.split('/')
    list.addSubnet(start, Number(bits))
  }
  return list.check(address)
}

/** @param host as a URL has it. */
export function namesOf(host: string): ServedNames {
  return isIPv4(host) ? { hosts: [], addresses: [host] } : { hosts: [host], addresses: [] }
}

export function mergeNames(...all: readonly ServedNames[]): ServedNames {
  return {
    hosts: [...new Set(all.flatMap(({ hosts }) => hosts))],
    addresses: [...new Set(all.flatMap(({ addresses }) => addresses))],
  }
}
