import { constants, createPrivateKey, privateDecrypt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { concatBytes, fromBase64url, utf8 } from '#protocol/bytes'
import { digest } from './digest.ts'

const E = 65537n
const MODULUS_BYTES = 256
const HASH_BYTES = 48

interface Jwk {
  readonly kty: string
  readonly n: string
  readonly e: string
  readonly d: string
  readonly p: string
  readonly q: string
  readonly dp: string
  readonly dq: string
  readonly qi: string
}

const keys = JSON.parse(readFileSync(new URL('rsa-test-keys.json', import.meta.url), 'utf8')) as Record<
  string,
  Jwk
>

/** The modulus of a test key, base64url. */
export function modulusOf(name: string): string {
  return keyNamed(name).n
}

/** The private operation: x^d mod n. */
export function rawSign(name: string, input: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: { ...keyNamed(name) }, format: 'jwk' })
  return Uint8Array.from(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, input))
}

/** The private operation for another public exponent than 65537. */
export function rawSignFor(exponent: bigint, name: string, input: Uint8Array): Uint8Array {
  const { n, p, q } = keyNamed(name)
  const [prime, other] = [p, q].map((factor) => toInteger(fromBase64url(factor))) as [bigint, bigint]
  const d = inverseOf(exponent, (prime - 1n) * (other - 1n))
  return toBytes(power(toInteger(input), d, toInteger(fromBase64url(n))))
}

/**
 * RSASSA-PSS with a salt that the caller gives, so that a vector is the same in every run. RFC 8017 §9.1.1 for 2048 bits.
 */
export function signPss(name: string, message: Uint8Array, salt: Uint8Array, hash = 'sha384'): Uint8Array {
  return rawSign(name, encodePss(message, salt, { hash }))
}

/** Where an encoding differs from the only one that is accepted. */
export interface PssForm {
  readonly hash?: string
  readonly maskHash?: string
  /** The bytes before the salt: zeros, and a one at the end. */
  readonly padding?: (zeros: Uint8Array) => Uint8Array
  readonly trailer?: number
}

/** EMSA-PSS-ENCODE with MGF1, for a modulus of 2048 bits. */
export function encodePss(message: Uint8Array, salt: Uint8Array, form: PssForm = {}): Uint8Array {
  const { hash = 'sha384', maskHash = hash, padding = (right: Uint8Array) => right, trailer = 0xbc } = form
  const seed = digest(hash, new Uint8Array(8), digest(hash, message), salt)
  const right = new Uint8Array(MODULUS_BYTES - salt.length - seed.length - 1)
  right[right.length - 1] = 1
  const block = concatBytes(padding(right), salt)
  const mask = mgf1(maskHash, seed, block.length)
  const masked = block.map((byte, index) => byte ^ (mask[index] ?? 0))
  masked[0] = (masked[0] ?? 0) & 0x7f
  return concatBytes(masked, seed, Uint8Array.of(trailer))
}

/** RFC 9474 §4.2 with the factor `r` given. Returns the blinded message and r⁻¹ mod n. */
export function blindWith(
  name: string,
  encoded: Uint8Array,
  r: bigint,
): { blinded: Uint8Array; inverse: Uint8Array } {
  const n = toInteger(fromBase64url(modulusOf(name), MODULUS_BYTES))
  const blinded = (toInteger(encoded) * power(r, E, n)) % n
  return { blinded: toBytes(blinded), inverse: toBytes(inverseOf(r, n)) }
}

/** The same signature's second spelling, s + n, or undefined when it has more than 256 bytes. */
export function plusModulus(name: string, signature: Uint8Array): Uint8Array | undefined {
  const sum = toInteger(signature) + toInteger(fromBase64url(modulusOf(name), MODULUS_BYTES))
  return sum < 1n << 2048n ? toBytes(sum) : undefined
}

export function saltOf(label: string): Uint8Array {
  return digest('sha384', utf8(`urna test vector salt ${label}`)).subarray(0, HASH_BYTES)
}

export function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}

export function toBytes(value: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(2 * MODULUS_BYTES, '0'), 'hex'))
}

function keyNamed(name: string): Jwk {
  const key = keys[name]
  if (!key) throw new RangeError(`no test key ${name}`)
  return key
}

function mgf1(hash: string, seed: Uint8Array, length: number): Uint8Array {
  let mask = new Uint8Array(0)
  for (let counter = 0; mask.length < length; counter++) {
    mask = concatBytes(mask, digest(hash, seed, Uint8Array.of(0, 0, 0, counter)))
  }
  return mask.subarray(0, length)
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

function inverseOf(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [modulus, value % modulus, 0n, 1n]
  while (b > 0n) {
    const quotient = a / b
    ;[a, b, x, y] = [b, a - quotient * b, y, x - quotient * y]
  }
  return ((x % modulus) + modulus) % modulus
}
