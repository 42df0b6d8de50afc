import { Point } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes, fromBase64url, toBase64url } from '#protocol/bytes'

/** L, the order of the prime-order subgroup. */
export const ORDER = Point.CURVE().n
/** 2^255 − 19. */
export const PRIME = Point.CURVE().p
/** A point of order 8; its multiples are the eight points of small order. */
const TORSION = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')

/** `multiple` (0 to 7) times a point of order 8. */
export function small(multiple: number): Point {
  return multiple === 0 ? Point.ZERO : TORSION.multiply(BigInt(multiple), false)
}

const encodings = new Map<string, Uint8Array>()

/** The encoding of scalar·B + torsion·T, remembered: hostile signers use few keys and nonces. */
export function encodePoint(scalar: bigint, torsion: number): Uint8Array {
  const name = `${scalar}/${torsion}`
  const known = encodings.get(name)
  if (known) return known
  const prime = scalar === 0n ? Point.ZERO : Point.BASE.multiply(scalar)
  const bytes = prime.add(small(torsion)).toBytes()
  encodings.set(name, bytes)
  return bytes
}

export interface SmallEncoding {
  /** Which multiple of the point of order 8 it decodes to. */
  readonly torsion: number
  readonly canonical: boolean
  readonly bytes: Uint8Array
}

/** The fourteen encodings that a lenient decoder takes for points of small order, six of them not canonical. */
export function smallEncodings(): SmallEncoding[] {
  return Array.from({ length: 8 }, (_, torsion) => spellingsOf(torsion)).flat()
}

function spellingsOf(torsion: number): SmallEncoding[] {
  const canonical = small(torsion).toBytes()
  const whole = integerOf(canonical)
  const y = whole & ((1n << 255n) - 1n)
  const signs = small(torsion).x === 0n ? [0n, 1n] : [whole >> 255n]
  const ys = y + PRIME < 1n << 255n ? [y, y + PRIME] : [y]
  return ys.flatMap((value) =>
    signs.map((sign) => {
      const bytes = bytesOf(value | (sign << 255n))
      return { torsion, canonical: integerOf(bytes) === whole, bytes }
    }),
  )
}

/** SHA-512(R || key || message) as an integer, before it is reduced. */
export function wideChallenge(r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  return integerOf(sha512(concatBytes(r, key, message)))
}

export function challenge(r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  return wideChallenge(r, key, message) % ORDER
}

/** Little endian. */
export function integerOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

/** 32 bytes, little endian. */
export function bytesOf(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
}

/** The same Ed25519 signature in base64url with S + L, to whoever reduces S. */
export function malleated(signature: string): string {
  const bytes = fromBase64url(signature, 64)
  return toBase64url(concatBytes(bytes.subarray(0, 32), bytesOf(integerOf(bytes.subarray(32)) + ORDER)))
}

/** `value` with one bit turned over. */
export function flipped(value: Uint8Array, bit: number): Uint8Array {
  return value.map((byte, index) => (index === (bit >> 3) % value.length ? byte ^ (1 << (bit & 7)) : byte))
}
