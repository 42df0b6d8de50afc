import { X509Certificate } from 'node:crypto'
import type { NetworkInterfaceInfo } from 'node:os'
import { join } from 'node:path'
import type { Surroundings } from './authority-file.ts'
import { openAuthority } from './authority-file.ts'
import { toPem } from './certificates.ts'
import type { Identity } from './identity.ts'
import { LanIdentity } from './lan-identity.ts'
import type { ServedNames } from './served-names.ts'
import { lanAddresses, mergeNames, namesOf } from './served-names.ts'
import { TlsError } from './tls-error.ts'

/** What this machine is called, asked anew each time: addresses come and go. */
export interface Machine {
  readonly hostname: () => string
  readonly interfaces: () => Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>
}

export interface LanOptions {
  readonly host: string
  readonly dataDirectory: string
  readonly origin: string | undefined
}

/** A server that phones of the same network can reach and trust. */
export interface Lan {
  readonly identity: Identity
  /** The host of its address, such as 192.168.1.20. */
  readonly host: string
  /** The certificate of the authority that phones install. */
  readonly authority: X509Certificate
}

const LOOPBACK: ServedNames = { hosts: ['localhost'], addresses: ['127.0.0.1'] }
const EVERY_NETWORK = new Set(['0.0.0.0', '::'])

/** @throws {TlsError} the machine is in no network and has been given no name. */
export async function openLan(
  { host, dataDirectory, origin }: LanOptions,
  machine: Machine,
  surroundings: Surroundings,
): Promise<Lan> {
  const given = origin === undefined ? [] : [namesOf(new URL(origin).hostname)]
  if (!EVERY_NETWORK.has(host)) given.push(namesOf(host))
  const names = (): ServedNames => mergeNames(...given, namesOfMachine(machine), LOOPBACK)
  const path = join(dataDirectory, 'tls', 'authority.pem')
  const authority = (served: ServedNames): ReturnType<typeof openAuthority> =>
    openAuthority(path, machine.hostname(), served, surroundings)
  const { certificate } = await authority(names())
  return {
    identity: new LanIdentity(authority, names, surroundings),
    host: given[0]?.hosts[0] ?? given[0]?.addresses[0] ?? firstAddress(machine),
    authority: new X509Certificate(toPem(certificate)),
  }
}

/** The name under which its network may know it is that of multicast DNS (RFC 6762). */
function namesOfMachine(machine: Machine): ServedNames {
  const label = machine.hostname().toLowerCase().split('.')[0] ?? ''
  const hosts = /^[a-z0-9-]{1,63}$/.test(label) ? [`${label}.local`] : []
  return { hosts, addresses: lanAddresses(machine.interfaces()) }
}

function firstAddress(machine: Machine): string {
  const [address] = lanAddresses(machine.interfaces())
  if (address === undefined)
    throw new TlsError(
      'This machine is in no network that a phone could share. Join one, or name the server: --origin https://…',
    )
  return address
}
