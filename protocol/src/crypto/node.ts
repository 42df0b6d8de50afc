import { constants, createHash, createPublicKey, hkdfSync, verify } from 'node:crypto'
import sodium from 'sodium-native'
import { toBase64url } from '../bytes.ts'
import { isAcceptableEd25519, isRsaLength } from './acceptance.ts'

export { isEd25519Key } from './acceptance.ts'

/** SHA-256 of the parts, joined. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return Uint8Array.from(hash.digest())
}

/** HKDF-SHA256 (RFC 5869). */
export function hkdf(
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, length))
}

/** The 32-byte Ed25519 public key of a 32-byte seed. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return keyPair(seed).publicKey
}

/** The 64-byte Ed25519 signature of `message` under a 32-byte seed. */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const signature = Buffer.alloc(sodium.crypto_sign_BYTES)
  sodium.crypto_sign_detached(signature, view(message), keyPair(seed).secretKey)
  return Uint8Array.from(signature)
}

/** Decides an Ed25519 signature by libsodium's rule. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!isAcceptableEd25519(publicKey, signature)) return false
  return sodium.crypto_sign_verify_detached(view(signature), view(message), view(publicKey))
}

/**
 * Verifies an RSASSA-PSS signature (SHA-384, MGF1-SHA384, salt 48, e = 65537) by a raw 256-byte modulus. It is a promise
 * because the browser's is.
 */
export function verifyRsaPss(
  modulus: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (!isRsaLength(modulus, signature)) return Promise.resolve(false)
  const key = rsaPublicKey(modulus)
  return Promise.resolve(
    verify('sha384', message, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }, signature),
  )
}

type RsaKey = ReturnType<typeof createPublicKey>
const rsaKeys = new Map<string, RsaKey>()
const MAX_CACHED_RSA_KEYS = 256

/** Importing a key costs as much as a verification, and an election has only a few. */
function rsaPublicKey(modulus: Uint8Array): RsaKey {
  const n = toBase64url(modulus)
  const known = rsaKeys.get(n)
  if (known) return known
  const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' })
  if (rsaKeys.size >= MAX_CACHED_RSA_KEYS) rsaKeys.clear()
  rsaKeys.set(n, key)
  return key
}

function keyPair(seed: Uint8Array): { publicKey: Uint8Array; secretKey: Buffer } {
  const publicKey = Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES)
  const secretKey = Buffer.alloc(sodium.crypto_sign_SECRETKEYBYTES)
  sodium.crypto_sign_seed_keypair(publicKey, secretKey, view(seed))
  return { publicKey: Uint8Array.from(publicKey), secretKey }
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
