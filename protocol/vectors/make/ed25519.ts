import { Point } from '@noble/ed25519'
import sodium from 'sodium-native'
import { signEd25519 } from '#crypto'
import { concatBytes, fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import { digest } from '../material/digest.ts'
import { publicKey, seedOf } from '../material/election.ts'
import type { Vector, VectorFile } from '../material/vector.ts'

const ORDER = Point.CURVE().n
const PRIME = Point.CURVE().p
/** A point of order 8; its multiples are the eight points of small order. */
const TORSION = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')
const SECRET = 0x1f2e3d4c5b6a79880123456789abcdefn
const NONCE = 0x0fedcba987654321fedcba9876543210n
const MESSAGE = utf8('a signature that two libraries may judge differently')

export function makeEd25519(): VectorFile {
  return {
    kind: 'ed25519',
    about:
      'Public key, message and signature in base64url, each decided by libsodium (crypto_sign_verify_detached). ' +
      'A server and a phone that disagree on one of them have lost the election.',
    manifests: {},
    vectors: [...honest(), ...altered(), ...smallKeys(), ...smallNonces(), ...mixedOrder(), ...lengths()],
  }
}

function honest(): Vector[] {
  const seed = seedOf('ed25519')
  const key = fromBase64url(publicKey('ed25519'))
  const messages = [new Uint8Array(0), Uint8Array.of(0), MESSAGE, new Uint8Array(1000).fill(7)]
  return messages.map((message) =>
    decided(`of ${message.length} bytes`, key, message, signEd25519(seed, message)),
  )
}

function altered(): Vector[] {
  const seed = seedOf('ed25519')
  const key = fromBase64url(publicKey('ed25519'))
  const signature = signEd25519(seed, MESSAGE)
  const r = signature.slice(0, 32)
  const s = integerOf(signature.slice(32))
  const withS = (value: bigint): Uint8Array => concatBytes(r, bytesOf(value))
  return [
    decided('another message', key, utf8('another'), signature),
    decided('another key', fromBase64url(publicKey('x')), MESSAGE, signature),
    decided(
      'another R',
      key,
      MESSAGE,
      concatBytes(
        r.map((byte, index) => (index === 5 ? byte ^ 1 : byte)),
        signature.slice(32),
      ),
    ),
    decided('S + 1', key, MESSAGE, withS(s + 1n)),
    decided('S + L', key, MESSAGE, withS(s + ORDER)),
    decided('S + 2L', key, MESSAGE, withS(s + 2n * ORDER)),
    decided('S + 8L', key, MESSAGE, withS(s + 8n * ORDER)),
    decided('S with its top bit', key, MESSAGE, withS(s + (1n << 255n))),
    decided('L for S', key, MESSAGE, withS(ORDER)),
    decided('−S', key, MESSAGE, withS(ORDER - s)),
    decided(
      'R with its other sign',
      key,
      MESSAGE,
      concatBytes(
        r.map((byte, index) => (index === 31 ? byte ^ 128 : byte)),
        signature.slice(32),
      ),
    ),
    decided('zeros', key, MESSAGE, new Uint8Array(64)),
  ]
}

/** For a key of small order there is a signature that fits many messages or all. */
function smallKeys(): Vector[] {
  return smallEncodings().flatMap(({ name, bytes }) => [
    decided(`key ${name}, R the identity, S zero`, bytes, MESSAGE, concatBytes(bytesOf(1n), bytesOf(0n))),
    decided(
      `key ${name}, R = S·B`,
      bytes,
      MESSAGE,
      concatBytes(Point.BASE.multiply(NONCE).toBytes(), bytesOf(NONCE)),
    ),
  ])
}

/** With R of small order the equation can hold for an honest key too. */
function smallNonces(): Vector[] {
  const key = Point.BASE.multiply(SECRET).toBytes()
  return smallEncodings().map(({ name, bytes }) => {
    const s = (challenge(bytes, key, MESSAGE) * SECRET) % ORDER
    return decided(`R ${name}, S = h·a`, key, MESSAGE, concatBytes(bytes, bytesOf(s)))
  })
}

/** Keys and nonces with a part of small order: some messages pass without the cofactor, all pass with it. */
function mixedOrder(): Vector[] {
  const vectors: Vector[] = []
  for (const keyPart of [0, 1, 2, 4, 7]) {
    for (const noncePart of [0, 1, 4, 6]) {
      if (keyPart === 0 && noncePart === 0) continue
      const key = Point.BASE.multiply(SECRET).add(small(keyPart)).toBytes()
      const r = Point.BASE.multiply(NONCE).add(small(noncePart)).toBytes()
      vectors.push(...bothWays(`A + ${keyPart}T, R + ${noncePart}T`, key, r))
    }
  }
  return vectors
}

/** The first message that is accepted, if eight-and-some tries find one, and the first that is not. */
function bothWays(name: string, key: Uint8Array, r: Uint8Array): Vector[] {
  const found = new Map<boolean, Vector>()
  for (let attempt = 0; attempt < 40 && found.size < 2; attempt++) {
    const message = utf8(`message ${attempt}`)
    const s = (NONCE + challenge(r, key, message) * SECRET) % ORDER
    const vector = decided(`${name}, message ${attempt}`, key, message, concatBytes(r, bytesOf(s)))
    found.set('valid' in vector, found.get('valid' in vector) ?? vector)
  }
  return [...found.values()]
}

function lengths(): Vector[] {
  const seed = seedOf('ed25519')
  const key = fromBase64url(publicKey('ed25519'))
  const signature = signEd25519(seed, MESSAGE)
  const refused = (name: string, publicBytes: Uint8Array, bytes: Uint8Array): Vector => ({
    ...input(name, publicBytes, MESSAGE, bytes),
    error: 'bad-signature',
  })
  return [
    refused('a signature of 63 bytes', key, signature.slice(0, 63)),
    refused('a signature of 65 bytes', key, concatBytes(signature, Uint8Array.of(0))),
    refused('no signature', key, new Uint8Array(0)),
    refused('a key of 31 bytes', key.subarray(0, 31), signature),
    refused('a key of 33 bytes', concatBytes(key, Uint8Array.of(0)), signature),
  ]
}

/** Every encoding of a point of small order: canonical, y + p where that fits, and either sign bit. */
function smallEncodings(): { name: string; bytes: Uint8Array }[] {
  const ys = new Set(
    Array.from({ length: 8 }, (_, multiple) => integerOf(small(multiple).toBytes()) & ((1n << 255n) - 1n)),
  )
  const spelled = [...ys].flatMap((y) => (y + PRIME < 1n << 255n ? [y, y + PRIME] : [y]))
  return spelled.flatMap((y) =>
    [0n, 1n].map((sign) => {
      const bytes = bytesOf(y | (sign << 255n))
      return { name: Buffer.from(bytes).toString('hex'), bytes }
    }),
  )
}

function small(multiple: number): Point {
  return multiple === 0 ? Point.ZERO : TORSION.multiply(BigInt(multiple), false)
}

function challenge(r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint {
  return integerOf(digest('sha512', r, key, message)) % ORDER
}

function integerOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

function bytesOf(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
}

/** libsodium itself decides, not our adapter: that agrees with it or fails the vector. */
function decided(name: string, key: Uint8Array, message: Uint8Array, signature: Uint8Array): Vector {
  const accepted = sodium.crypto_sign_verify_detached(
    Buffer.from(signature),
    Buffer.from(message),
    Buffer.from(key),
  )
  const vector = input(name, key, message, signature)
  return accepted ? { ...vector, valid: true } : { ...vector, error: 'bad-signature' }
}

function input(name: string, key: Uint8Array, message: Uint8Array, signature: Uint8Array) {
  return {
    name,
    publicKey: toBase64url(key),
    message: toBase64url(message),
    signature: toBase64url(signature),
  }
}
