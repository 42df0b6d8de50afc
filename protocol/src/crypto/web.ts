import { hashes, getPublicKey, Point, sign } from '@noble/ed25519'
import { hkdf as hkdfOf } from '@noble/hashes/hkdf.js'
import { sha256 as sha256Of, sha512 } from '@noble/hashes/sha2.js'
import { concatBytes, equalBytes, toBase64url } from '../bytes.ts'
import { decompress, isAcceptableEd25519, isRsaLength } from './acceptance.ts'

export { isEd25519Key } from './acceptance.ts'

hashes.sha512 = sha512

const GROUP_ORDER = Point.CURVE().n

/** SHA-256 of the parts, joined. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(sha256Of(concatBytes(...parts)))
}

/** HKDF-SHA256 (RFC 5869). */
export function hkdf(
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hkdfOf(sha256Of, secret, salt, info, length))
}

/** The 32-byte Ed25519 public key of a 32-byte seed. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return getPublicKey(seed)
}

/** The 64-byte Ed25519 signature of `message` under a 32-byte seed. */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return sign(message, seed)
}

/**
 * Decides an Ed25519 signature by libsodium's rule: noble's own `verify` is cofactored and answers differently on
 * mixed-order points, so the equation is written out: R must be, byte for byte, S·B − h·A.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!isAcceptableEd25519(publicKey, signature)) return false
  const key = decompress(publicKey)
  if (!key) return false
  const r = signature.subarray(0, 32)
  const h = littleEndian(sha512(concatBytes(r, publicKey, message))) % GROUP_ORDER
  const s = littleEndian(signature.subarray(32))
  const expected = Point.BASE.multiply(s, false).subtract(key.multiply(h, false))
  return equalBytes(expected.toBytes(), r)
}

/** Verifies an RSASSA-PSS signature (SHA-384, MGF1-SHA384, salt 48, e = 65537) by a raw 256-byte modulus. */
export async function verifyRsaPss(
  modulus: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (!isRsaLength(modulus, signature)) return false
  const key = await rsaPublicKey(modulus)
  const verification = { name: 'RSA-PSS', saltLength: 48 }
  return crypto.subtle.verify(verification, key, Uint8Array.from(signature), Uint8Array.from(message))
}

type RsaKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>
const rsaKeys = new Map<string, Promise<RsaKey>>()
const MAX_CACHED_RSA_KEYS = 256

/** Importing a key costs as much as a verification, and an election has only a few. */
function rsaPublicKey(modulus: Uint8Array): Promise<RsaKey> {
  const n = toBase64url(modulus)
  const known = rsaKeys.get(n)
  if (known) return known
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-384' }
  const key = crypto.subtle.importKey('jwk', { kty: 'RSA', n, e: 'AQAB' }, algorithm, false, ['verify'])
  if (rsaKeys.size >= MAX_CACHED_RSA_KEYS) rsaKeys.clear()
  rsaKeys.set(n, key)
  return key
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
