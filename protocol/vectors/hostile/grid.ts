import { concatBytes, utf8 } from '#protocol/bytes'
import { ORDER, bytesOf, challenge, encodePoint, integerOf, smallEncodings } from './points.ts'
import type { SmallEncoding } from './points.ts'

export interface Edge {
  readonly flags: readonly Flag[]
  readonly key: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

type Flag =
  | 'low_order_R'
  | 'low_order_A'
  | 'low_order_component_R'
  | 'low_order_component_A'
  | 'low_order_residue'
  | 'non_canonical_A'
  | 'non_canonical_R'
  | 'reencoded_k'

/** Who signs, and what. A message is `text`, or `text` with a space and a number from 1. */
export interface GridSigner {
  readonly secret: bigint
  readonly nonce: bigint
  readonly text: string
}

/**
 * The signer of the C2SP CCTV Ed25519 vectors (c2sp.org/CCTV/ed25519, by Google and Filippo Valsorda): with it, the grid
 * is those 914 vectors. The scalar is 32 bytes of 0x42, clamped; the nonce 64 bytes of 0x13 and 0x37 in turn.
 */
export const CCTV: GridSigner = {
  secret: clamped(new Uint8Array(32).fill(0x42)) % ORDER,
  nonce: integerOf(Uint8Array.from({ length: 64 }, (_, index) => (index % 2 === 0 ? 0x13 : 0x37))) % ORDER,
  text: 'ed25519vectors',
}

/** One half of the grid: a point of small order in one of its encodings, with or without a part of prime order. */
interface Half {
  readonly torsion: number
  readonly scalar: bigint
  readonly canonical: boolean
  readonly bytes: Uint8Array
  /** Its canonical encoding. */
  readonly reencoded: Uint8Array
}

/**
 * Every pair of a key and an R, each of small order (in all encodings) or of mixed order, signed so that the equation
 * holds but for what is left of small order: with one message that leaves nothing and one that leaves something, where
 * there are such messages.
 */
export function gridOf(signer: GridSigner): Edge[] {
  const nonces = halves(signer.nonce)
  return halves(signer.secret).flatMap((key) => nonces.flatMap((r) => edgesOf(signer, key, r)))
}

function halves(scalar: bigint): Half[] {
  return smallEncodings().flatMap((encoding) => [
    half(encoding, 0n),
    ...(encoding.canonical ? [half(encoding, scalar)] : []),
  ])
}

function half({ torsion, canonical, bytes }: SmallEncoding, scalar: bigint): Half {
  const reencoded = encodePoint(scalar, torsion)
  return { torsion, scalar, canonical, bytes: scalar === 0n ? bytes : reencoded, reencoded }
}

/** Who hashes the canonical encodings instead of what was given can only be told where one half is of prime order. */
function edgesOf(signer: GridSigner, key: Half, r: Half): Edge[] {
  const odd = !key.canonical || !r.canonical
  const told = odd && (key.scalar !== 0n || r.scalar !== 0n)
  return (told ? [false, true] : [false]).flatMap((reencode) => signedBoth(signer, key, r, reencode))
}

function signedBoth(signer: GridSigner, key: Half, r: Half, reencode: boolean): Edge[] {
  const hashed = (message: Uint8Array): bigint =>
    reencode ? challenge(r.reencoded, key.reencoded, message) : challenge(r.bytes, key.bytes, message)
  const messages = messagesByChallenge(signer.text, hashed)
  const chosen = [true, false].flatMap((left) =>
    messages.filter((message) => leavesResidue(key, r, hashed(message)) === left).slice(0, 1),
  )
  return chosen.map((message) => {
    const s = (r.scalar + hashed(message) * key.scalar) % ORDER
    const residue = leavesResidue(key, r, challenge(r.bytes, key.bytes, message))
    const signature = concatBytes(r.bytes, bytesOf(s))
    return { flags: flagsOf(key, r, residue, reencode), key: key.bytes, message, signature }
  })
}

/** For each value of the challenge modulo 8, the first message that has it. */
function messagesByChallenge(text: string, hashed: (message: Uint8Array) => bigint): Uint8Array[] {
  const found = new Map<number, Uint8Array>()
  for (let count = 0; found.size < 8; count++) {
    const message = utf8(count === 0 ? text : `${text} ${count}`)
    const rest = Number(hashed(message) % 8n)
    if (!found.has(rest)) found.set(rest, message)
  }
  return [...found].sort(([a], [b]) => a - b).map(([, message]) => message)
}

function leavesResidue(key: Half, r: Half, h: bigint): boolean {
  return (BigInt(r.torsion) + h * BigInt(key.torsion)) % 8n !== 0n
}

function flagsOf(key: Half, r: Half, residue: boolean, reencode: boolean): Flag[] {
  const flags: [Flag, boolean][] = [
    ['low_order_R', r.scalar === 0n],
    ['low_order_A', key.scalar === 0n],
    ['low_order_component_R', r.torsion !== 0],
    ['low_order_component_A', key.torsion !== 0],
    ['low_order_residue', residue],
    ['non_canonical_A', !key.canonical],
    ['non_canonical_R', !r.canonical],
    ['reencoded_k', reencode],
  ]
  return flags.filter(([, set]) => set).map(([flag]) => flag)
}

function clamped(bytes: Uint8Array): bigint {
  return (integerOf(bytes) & ((1n << 254n) - 8n)) | (1n << 254n)
}
