import type { webcrypto } from 'node:crypto'
import { KeyObject, X509Certificate } from 'node:crypto'
import { Integer, Utf8String } from 'asn1js'
import type { Extension } from 'pkijs'
import { AttributeTypeAndValue, Certificate, CryptoEngine, RelativeDistinguishedNames, Time } from 'pkijs'
import { authorityExtensions, serverExtensions } from './extensions.ts'
import type { ServedNames, Subtrees } from './served-names.ts'

const COMMON_NAME = '2.5.4.3'
/** RFC 5280, appendix A.1. */
const MAX_COMMON_NAME = 64
const VERSION_3 = 2
const engine = new CryptoEngine({ name: 'node', crypto: globalThis.crypto })

/** What every certificate says, drawn and timed by the caller. */
export interface Particulars {
  readonly commonName: string
  /** 16 bytes, drawn at random. */
  readonly serial: Uint8Array
  readonly notBefore: Date
  /** Before 2050, from which on another encoding of times begins. */
  readonly notAfter: Date
}

/** An authority's certificate with the private key that belongs to it. */
export interface Signer {
  readonly certificate: Certificate
  readonly privateKey: webcrypto.CryptoKey
}

export function drawKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
}

/** A root that can vouch for servers within `permitted`, and for nothing else. */
export async function issueAuthority(
  particulars: Particulars,
  permitted: Subtrees,
  { publicKey, privateKey }: webcrypto.CryptoKeyPair,
): Promise<Signer> {
  const draft = await draftCertificate(particulars, publicKey)
  const extensions = authorityExtensions(await draft.getKeyHash('SHA-1', engine), permitted)
  return { certificate: await sign(draft, draft.subject, extensions, privateKey), privateKey }
}

/** The certificate of the server that has `publicKey` and answers to `names`. */
export async function issueServer(
  particulars: Particulars,
  names: ServedNames,
  { certificate: issuer, privateKey }: Signer,
  publicKey: webcrypto.CryptoKey,
): Promise<Certificate> {
  const draft = await draftCertificate(particulars, publicKey)
  const extensions = serverExtensions(await issuer.getKeyHash('SHA-1', engine), names)
  return sign(draft, issuer.subject, extensions, privateKey)
}

export function toPem(certificate: Certificate): string {
  return new X509Certificate(new Uint8Array(certificate.toSchema().toBER())).toString()
}

export function keyPem(key: webcrypto.CryptoKey): string {
  return String(KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }))
}

async function draftCertificate(
  particulars: Particulars,
  publicKey: webcrypto.CryptoKey,
): Promise<Certificate> {
  const { commonName, serial, notBefore, notAfter } = particulars
  const name = new Utf8String({ value: commonName.slice(0, MAX_COMMON_NAME) })
  const certificate = new Certificate({
    version: VERSION_3,
    serialNumber: new Integer({ valueHex: positive(serial).buffer }),
    notBefore: new Time({ value: notBefore }),
    notAfter: new Time({ value: notAfter }),
    subject: new RelativeDistinguishedNames({
      typesAndValues: [new AttributeTypeAndValue({ type: COMMON_NAME, value: name })],
    }),
  })
  await certificate.subjectPublicKeyInfo.importKey(publicKey, engine)
  return certificate
}

async function sign(
  draft: Certificate,
  issuer: RelativeDistinguishedNames,
  extensions: Extension[],
  privateKey: webcrypto.CryptoKey,
): Promise<Certificate> {
  draft.issuer = issuer
  draft.extensions = extensions
  await draft.sign(privateKey, 'SHA-256', engine)
  return draft
}

/** DER integers have a sign, and no more leading zeros than that takes: from 0x40 to 0x7f in front there is neither. */
function positive(serial: Uint8Array): Uint8Array<ArrayBuffer> {
  const [first = 0, ...rest] = serial
  return Uint8Array.of((first & 0x3f) | 0x40, ...rest)
}
