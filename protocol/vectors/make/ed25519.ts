import { signEd25519 } from '#crypto'
import { concatBytes, fromBase64url, utf8 } from '#protocol/bytes'
import { decided, spelled } from '../hostile/decide.ts'
import { gridOf } from '../hostile/grid.ts'
import {
  ORDER,
  bytesOf,
  challenge,
  encodePoint,
  flipped,
  integerOf,
  smallEncodings,
} from '../hostile/points.ts'
import { speccheck } from '../hostile/speccheck.ts'
import { publicKey, seedOf } from '../material/election.ts'
import type { Vector, VectorFile } from '../material/vector.ts'

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
    vectors: [
      ...honest(),
      ...altered(),
      ...smallKeys(),
      ...smallNonces(),
      ...mixedOrder(),
      ...lengths(),
      ...speccheck().map(({ name, key, message, signature }) => decided(name, key, message, signature)),
      ...edges(),
    ],
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
    decided('another R', key, MESSAGE, flipped(signature, 40)),
    decided('S + 1', key, MESSAGE, withS(s + 1n)),
    decided('S + L', key, MESSAGE, withS(s + ORDER)),
    decided('S + 2L', key, MESSAGE, withS(s + 2n * ORDER)),
    decided('S + 8L', key, MESSAGE, withS(s + 8n * ORDER)),
    decided('S with its top bit', key, MESSAGE, withS(s + (1n << 255n))),
    decided('L for S', key, MESSAGE, withS(ORDER)),
    decided('−S', key, MESSAGE, withS(ORDER - s)),
    decided('R with its other sign', key, MESSAGE, flipped(signature, 255)),
    decided('zeros', key, MESSAGE, new Uint8Array(64)),
  ]
}

/** For a key of small order there is a signature that fits many messages or all. */
function smallKeys(): Vector[] {
  return smallEncodings().flatMap(({ bytes }) => [
    decided(
      `key ${hex(bytes)}, R the identity, S zero`,
      bytes,
      MESSAGE,
      concatBytes(bytesOf(1n), bytesOf(0n)),
    ),
    decided(`key ${hex(bytes)}, R = S·B`, bytes, MESSAGE, concatBytes(encodePoint(NONCE, 0), bytesOf(NONCE))),
  ])
}

/** With R of small order the equation can hold for an honest key too. */
function smallNonces(): Vector[] {
  const key = encodePoint(SECRET, 0)
  return smallEncodings().map(({ bytes }) => {
    const s = (challenge(bytes, key, MESSAGE) * SECRET) % ORDER
    return decided(`R ${hex(bytes)}, S = h·a`, key, MESSAGE, concatBytes(bytes, bytesOf(s)))
  })
}

/** Keys and nonces with a part of small order: some messages pass without the cofactor, all pass with it. */
function mixedOrder(): Vector[] {
  const vectors: Vector[] = []
  for (const keyPart of [0, 1, 2, 4, 7]) {
    for (const noncePart of [0, 1, 4, 6]) {
      if (keyPart === 0 && noncePart === 0) continue
      const key = encodePoint(SECRET, keyPart)
      const r = encodePoint(NONCE, noncePart)
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
    ...spelled(name, publicBytes, MESSAGE, bytes),
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

/** One for each way in which key, R and what they leave of small order can differ: those of the C2SP CCTV vectors. */
function edges(): Vector[] {
  const byFlags = new Map(
    gridOf({ secret: SECRET, nonce: NONCE, text: 'an edge' }).map((edge) => [
      edge.flags.join(' ') || 'no edge',
      edge,
    ]),
  )
  return [...byFlags].map(([flags, { key, message, signature }]) => decided(flags, key, message, signature))
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
