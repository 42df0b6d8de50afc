import { BitString, OctetString } from 'asn1js'
import type { Certificate } from 'pkijs'
import {
  AltName,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Extension,
  ExtKeyUsage,
  GeneralName,
  GeneralSubtree,
  NameConstraints,
} from 'pkijs'
import type { ServedNames, Subtrees } from './served-names.ts'

/** Object identifiers of RFC 5280, section 4.2. */
const OID = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const
/** The alternatives of GeneralName that a web server's names are. */
const DNS_NAME = 2
const IP_ADDRESS = 7
/** KeyUsage is a string of bits, the first of which is the highest of the byte. */
const DIGITAL_SIGNATURE = { byte: 0x80, unusedBits: 7 }
const CERTIFICATE_SIGNATURE = { byte: 0x04, unusedBits: 2 }

/** An authority that signs servers directly, and only for what is within `permitted`. */
export function authorityExtensions(keyId: ArrayBuffer, permitted: Subtrees): Extension[] {
  const subtrees = [
    ...permitted.domains.map(dnsName),
    ...permitted.networks.map((network) => ipName([...octets(network), ...mask(network)])),
  ].map((base) => new GeneralSubtree({ base }))
  return [
    extension(OID.basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
    keyUsage(CERTIFICATE_SIGNATURE),
    extension(OID.extKeyUsage, new ExtKeyUsage({ keyPurposes: [OID.serverAuth] })),
    extension(OID.nameConstraints, new NameConstraints({ permittedSubtrees: subtrees }), true),
    subjectKey(keyId),
  ]
}

export function serverExtensions(issuerKeyId: ArrayBuffer, names: ServedNames): Extension[] {
  const altNames = [...names.hosts.map(dnsName), ...names.addresses.map((address) => ipName(octets(address)))]
  const issuerKey = new AuthorityKeyIdentifier({ keyIdentifier: new OctetString({ valueHex: issuerKeyId }) })
  return [
    extension(OID.basicConstraints, new BasicConstraints({ cA: false }), true),
    keyUsage(DIGITAL_SIGNATURE),
    extension(OID.extKeyUsage, new ExtKeyUsage({ keyPurposes: [OID.serverAuth] })),
    extension(OID.subjectAltName, new AltName({ altNames })),
    extension(OID.authorityKeyIdentifier, issuerKey),
  ]
}

/** What an authority made by {@link authorityExtensions} may vouch for; nothing of a certificate without such limits. */
export function permittedBy(authority: Certificate): Subtrees {
  const limits: unknown = authority.extensions?.find(
    ({ extnID }) => extnID === OID.nameConstraints,
  )?.parsedValue
  const bases = limits instanceof NameConstraints ? (limits.permittedSubtrees ?? []) : []
  const of = (wanted: number): unknown[] =>
    bases.filter(({ base }) => base.type === wanted).map(({ base }) => base.value as unknown)
  return {
    domains: of(DNS_NAME).map(String),
    networks: of(IP_ADDRESS).map((value) => networkOf(value as OctetString)),
  }
}

function extension(
  extnID: string,
  value: { toSchema(): { toBER(): ArrayBuffer } },
  critical = false,
): Extension {
  return new Extension({ extnID, critical, extnValue: value.toSchema().toBER() })
}

function keyUsage({ byte, unusedBits }: { byte: number; unusedBits: number }): Extension {
  const bits = new BitString({ valueHex: Uint8Array.of(byte).buffer, unusedBits })
  return new Extension({ extnID: OID.keyUsage, critical: true, extnValue: bits.toBER() })
}

function subjectKey(keyId: ArrayBuffer): Extension {
  const extnValue = new OctetString({ valueHex: keyId }).toBER()
  return new Extension({ extnID: OID.subjectKeyIdentifier, critical: false, extnValue })
}

function dnsName(value: string): GeneralName {
  return new GeneralName({ type: DNS_NAME, value })
}

/** @param bytes an address, or an address and a mask. */
function ipName(bytes: readonly number[]): GeneralName {
  return new GeneralName({
    type: IP_ADDRESS,
    value: new OctetString({ valueHex: Uint8Array.from(bytes).buffer }),
  })
}

function octets(address: string): number[] {
  return address.replace(/\/.*/, '').split('.').map(Number)
}

function mask(network: string): number[] {
  const bits = Number(network.split('/')[1])
  return [0, 8, 16, 24].map((before) => 256 - 2 ** (8 - Math.min(8, Math.max(0, bits - before))))
}

function networkOf({ valueBlock }: OctetString): string {
  const bytes = [...valueBlock.valueHexView]
  const bits = bytes.slice(4).reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
  return `${bytes.slice(0, 4).join('.')}/${bits}`
}
