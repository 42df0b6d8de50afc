import { concatBytes } from '#protocol/bytes'
import { Draw } from './draw.ts'
import {
  ORDER,
  PRIME,
  bytesOf,
  challenge,
  encodePoint,
  flipped,
  integerOf,
  smallEncodings,
  wideChallenge,
} from './points.ts'

export interface Signed {
  readonly key: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

type Make = (draw: Draw) => Signed

/** Key or R: `scalar`·B + `torsion`·T, spelled as `bytes`. */
interface Part {
  readonly scalar: bigint
  readonly torsion: number
  readonly bytes: Uint8Array
}

const SECRETS = pool('secret', 24)
const NONCES = pool('nonce', 60)
const SMALL = smallEncodings()
const CANONICAL = SMALL.filter(({ canonical }) => canonical).map((encoding) => ({ ...encoding, scalar: 0n }))
const RESPELLED = SMALL.filter(({ canonical }) => !canonical).map((encoding) => ({ ...encoding, scalar: 0n }))

/** What a hostile signer can try, and how often each is tried: ten thousand signatures in all. */
export const CLASSES: Readonly<Record<string, { readonly count: number; readonly make: Make }>> = {
  honest: { count: 400, make: honest },
  'a bit turned over': { count: 800, make: turnedOver },
  'another message': { count: 300, make: otherMessage },
  'key of small order': { count: 1000, make: (draw) => sign(draw, draw.pick(CANONICAL), anyNonce(draw)) },
  'R of small order': { count: 1000, make: (draw) => sign(draw, anyKey(draw), draw.pick(CANONICAL)) },
  'key and R of small order': {
    count: 600,
    make: (draw) => sign(draw, draw.pick(CANONICAL), draw.pick(CANONICAL)),
  },
  'key not canonical': { count: 600, make: (draw) => sign(draw, draw.pick(RESPELLED), anyNonce(draw)) },
  'R not canonical': { count: 600, make: (draw) => sign(draw, anyKey(draw), draw.pick(RESPELLED)) },
  'not canonical, hashed as if it were': { count: 300, make: hashedCanonically },
  'y above the prime, of large order': { count: 200, make: largeRespelled },
  'S + kL': { count: 1500, make: overflowing },
  'key of mixed order': {
    count: 700,
    make: (draw) => sign(draw, mixed(draw, SECRETS), pure(draw, NONCES)),
  },
  'R of mixed order': { count: 600, make: (draw) => sign(draw, pure(draw, SECRETS), mixed(draw, NONCES)) },
  'key and R of mixed order': {
    count: 700,
    make: (draw) => sign(draw, mixed(draw, SECRETS), mixed(draw, NONCES)),
  },
  'valid with the cofactor alone': { count: 400, make: (draw) => wanting(draw, leavesSome) },
  'parts of small order that cancel': { count: 150, make: (draw) => wanting(draw, cancels) },
  'valid where h is not reduced': { count: 150, make: (draw) => wanting(draw, cancelsUnreduced) },
}

/** The signatures of one class, the same in every run. */
export function signaturesOf(name: string): Signed[] {
  const chosen = CLASSES[name]
  if (!chosen) throw new RangeError(`no class ${name}`)
  return Array.from({ length: chosen.count }, (_, index) => chosen.make(new Draw(`${name} ${index}`)))
}

function pool(label: string, count: number): bigint[] {
  return Array.from({ length: count }, (_, index) => new Draw(`${label} ${index}`).scalar())
}

function part(scalar: bigint, torsion: number): Part {
  return { scalar, torsion, bytes: encodePoint(scalar, torsion) }
}

function pure(draw: Draw, scalars: readonly bigint[]): Part {
  return part(draw.pick(scalars), 0)
}

function mixed(draw: Draw, scalars: readonly bigint[]): Part {
  return part(draw.pick(scalars), 1 + draw.below(7))
}

function anyKey(draw: Draw): Part {
  return part(draw.pick(SECRETS), draw.below(8))
}

function anyNonce(draw: Draw): Part {
  return part(draw.pick(NONCES), draw.below(8))
}

/** R || S with S = r + h·a: the equation holds but for parts of small order. */
function sign(draw: Draw, key: Part, r: Part, message = draw.message()): Signed {
  return assemble(key, r, message, challenge(r.bytes, key.bytes, message))
}

function assemble(key: Part, r: Part, message: Uint8Array, h: bigint): Signed {
  const s = (r.scalar + h * key.scalar) % ORDER
  return { key: key.bytes, message, signature: concatBytes(r.bytes, bytesOf(s)) }
}

function honest(draw: Draw): Signed {
  return sign(draw, pure(draw, SECRETS), pure(draw, NONCES))
}

function turnedOver(draw: Draw): Signed {
  const { key, message, signature } = honest(draw)
  const bit = draw.below(512)
  return draw.below(3) === 0
    ? { key: flipped(key, bit), message, signature }
    : { key, message, signature: flipped(signature, bit) }
}

function otherMessage(draw: Draw): Signed {
  return { ...honest(draw), message: draw.message() }
}

/** S + kL for any k that leaves it within 32 bytes; 16·L has more. */
function overflowing(draw: Draw): Signed {
  const { key, message, signature } = honest(draw)
  const s = integerOf(signature.subarray(32))
  const fitting = Array.from({ length: 15 }, (_, index) => s + BigInt(index + 1) * ORDER).filter(
    (value) => value < 1n << 256n,
  )
  return { key, message, signature: concatBytes(signature.subarray(0, 32), bytesOf(draw.pick(fitting))) }
}

/** For a verifier that decodes the points first and hashes its own encoding of them. */
function hashedCanonically(draw: Draw): Signed {
  const respelledKey = draw.below(2) === 0
  const key = respelledKey ? draw.pick(RESPELLED) : pure(draw, SECRETS)
  const r = respelledKey ? pure(draw, NONCES) : draw.pick(RESPELLED)
  const message = draw.message()
  const [hashedR, hashedKey] = [encodePoint(r.scalar, r.torsion), encodePoint(key.scalar, key.torsion)]
  return assemble(key, r, message, challenge(hashedR, hashedKey, message))
}

/** Nobody knows the scalars of these points, so that nothing fits; but a decoder must take them or leave them. */
function largeRespelled(draw: Draw): Signed {
  const bytes = bytesOf((PRIME + 2n + BigInt(draw.below(17))) | (BigInt(draw.below(2)) << 255n))
  const { key, message, signature } = honest(draw)
  return draw.below(2) === 0
    ? { key: bytes, message, signature }
    : { key, message, signature: concatBytes(bytes, signature.subarray(32)) }
}

type Wanted = (key: Part, r: Part, message: Uint8Array) => boolean

/** Draws messages, and every now and then another key and R, until what they leave of small order is as wanted. */
function wanting(draw: Draw, wanted: Wanted): Signed {
  for (;;) {
    const [key, r] = [mixed(draw, SECRETS), anyNonce(draw)]
    for (let attempt = 0; attempt < 40; attempt++) {
      const message = draw.message()
      if (wanted(key, r, message)) return sign(draw, key, r, message)
    }
  }
}

function leavesSome(key: Part, r: Part, message: Uint8Array): boolean {
  return restOf(key, r, challenge(r.bytes, key.bytes, message)) !== 0n
}

function cancels(key: Part, r: Part, message: Uint8Array): boolean {
  return !leavesSome(key, r, message)
}

/** Nothing of small order is left by the whole SHA-512, and something by its rest modulo L. */
function cancelsUnreduced(key: Part, r: Part, message: Uint8Array): boolean {
  const h = wideChallenge(r.bytes, key.bytes, message)
  return restOf(key, r, h) === 0n && restOf(key, r, h % ORDER) !== 0n
}

/** R + h·A is this multiple of the point of order 8, beside its part of prime order. */
function restOf(key: Part, r: Part, h: bigint): bigint {
  return (BigInt(r.torsion) + h * BigInt(key.torsion)) % 8n
}
