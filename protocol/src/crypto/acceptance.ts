import { Point } from '@noble/ed25519'
import { equalBytes } from '../bytes.ts'

/**
 * The part of the Ed25519 acceptance rule that libraries differ on, as libsodium decides it (`crypto_sign_verify_detached`
 * in its default build): S below the group order, a canonical public key, and neither the key nor R of small order. What
 * is left, the cofactorless equation compared as bytes, is the same everywhere.
 *
 * A server and an observer that disagree on one signature have lost the election, so every adapter asks here first.
 */
export function isAcceptableEd25519(publicKey: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const r = signature.subarray(0, 32)
  const s = signature.subarray(32)
  return isBelow(s, GROUP_ORDER) && !hasSmallOrder(r) && isAcceptableKey(publicKey)
}

function isAcceptableKey(publicKey: Uint8Array): boolean {
  return isCanonicalPoint(publicKey) && !hasSmallOrder(publicKey)
}

/** Whether some signature may be accepted for this key: it is 32 bytes, acceptable as above and a point of the curve. */
export function isEd25519Key(publicKey: Uint8Array): boolean {
  return publicKey.length === 32 && isAcceptableKey(publicKey) && decompress(publicKey) !== undefined
}

/**
 * Whether an RSA signature is as long as its modulus (RFC 8017 §8.1.2, step 1). OpenSSL leaves this out and takes a
 * signature without the zeros at its beginning; browsers do not.
 */
export function isRsaLength(modulus: Uint8Array, signature: Uint8Array): boolean {
  return modulus.length === 256 && signature.length === 256
}

/** The point that a key encodes. */
export function decompress(publicKey: Uint8Array): Point | undefined {
  try {
    return Point.fromBytes(publicKey)
  } catch {
    return undefined
  }
}

/** Little endian: 2^252 + 27742317777372353535851937790883648493. */
const GROUP_ORDER = hex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
/** Little endian: 2^255 − 19. */
const FIELD_PRIME = hex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f')

/** The y coordinates of the eight points of small order, and their non-canonical spellings p and p + 1; sign bit cleared. */
const SMALL_ORDER_Y = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map(hex)

function hasSmallOrder(point: Uint8Array): boolean {
  const y = withoutSign(point)
  return SMALL_ORDER_Y.some((small) => equalBytes(small, y))
}

function isCanonicalPoint(point: Uint8Array): boolean {
  return isBelow(withoutSign(point), FIELD_PRIME)
}

function withoutSign(point: Uint8Array): Uint8Array {
  const y = Uint8Array.from(point)
  y[31] = (y[31] ?? 0) & 0x7f
  return y
}

/** Compares two little-endian integers of 32 bytes; the values are public, so it need not take constant time. */
function isBelow(value: Uint8Array, bound: Uint8Array): boolean {
  for (let index = 31; index >= 0; index--) {
    const difference = (value[index] ?? 0) - (bound[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

function hex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(2 * index, 2 * index + 2), 16),
  )
}
