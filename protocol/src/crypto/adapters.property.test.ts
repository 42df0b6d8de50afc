import fc from 'fast-check'
import { Point } from '@noble/ed25519'
import { describe, expect, it } from 'vitest'
import { ORDER, PRIME, bytesOf, challenge, flipped, small } from '../../vectors/hostile/points.ts'
import { saltOf, modulusOf, signPss } from '../../vectors/material/rsa.ts'
import { concatBytes, fromBase64url, utf8 } from '../bytes.ts'
import * as node from './node.ts'
import * as web from './web.ts'

const bytes = fc.uint8Array({ maxLength: 200 })
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 })
const scalar = fc.bigInt({ min: 1n, max: ORDER - 1n })
const torsion = fc.nat(7)
/** Noble takes some milliseconds a signature. */
const FEW = { numRuns: 40 }

describe('the server and the phone', () => {
  it('hash, derive and sign alike', () => {
    fc.assert(
      fc.property(seed, bytes, bytes, (secret, a, b) => {
        expect(web.sha256(a, b)).toEqual(node.sha256(a, b))
        expect(web.hkdf(secret, a, b, 32)).toEqual(node.hkdf(secret, a, b, 32))
        expect([...web.ed25519PublicKey(secret)]).toEqual([...node.ed25519PublicKey(secret)])
        expect([...web.signEd25519(secret, a)]).toEqual([...node.signEd25519(secret, a)])
      }),
      FEW,
    )
  })

  it('accept each other’s signatures and nothing altered', () => {
    fc.assert(
      fc.property(seed, bytes, fc.nat(), (secret, message, bit) => {
        const key = node.ed25519PublicKey(secret)
        const signature = web.signEd25519(secret, message)
        expect(agreed(key, message, signature)).toBe(true)
        expect(agreed(key, message, flipped(signature, bit))).toBe(false)
        expect(agreed(flipped(key, bit), message, signature)).toBe(false)
      }),
      FEW,
    )
  })

  it('agree on a signer who mixes points of small order into key and nonce', () => {
    const hostile = fc.record({ a: scalar, r: scalar, keyPart: torsion, noncePart: torsion, message: bytes })
    const verdicts = new Set<boolean>()
    fc.assert(
      fc.property(hostile, ({ a, r, keyPart, noncePart, message }) => {
        const key = Point.BASE.multiply(a).add(small(keyPart)).toBytes()
        const nonce = Point.BASE.multiply(r).add(small(noncePart)).toBytes()
        const s = (r + challenge(nonce, key, message) * a) % ORDER
        verdicts.add(agreed(key, message, concatBytes(nonce, bytesOf(s))))
        agreed(key, message, concatBytes(nonce, bytesOf(s + ORDER)))
      }),
      { numRuns: 120 },
    )
    expect(verdicts).toEqual(new Set([true, false]))
  })

  it('agree on any bytes as key and signature', () => {
    const edge = fc.constantFrom(0n, 1n, PRIME - 1n, PRIME, PRIME + 1n, (1n << 255n) - 1n)
    const half = fc.oneof(
      seed,
      edge.map(bytesOf),
      fc.nat(7).map((n) => small(n).toBytes()),
    )
    fc.assert(
      fc.property(half, half, half, bytes, (key, r, s, message) => {
        expect(agreed(key, message, concatBytes(r, s))).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it('agree on registrar signatures', async () => {
    const modulus = fromBase64url(modulusOf('board/main/all'), 256)
    const message = utf8('a ballot key')
    const sign = (length: number, hash?: string) =>
      signPss('board/main/all', message, saltOf('s').subarray(0, length), hash)
    const judged = async (signature: Uint8Array, key = modulus): Promise<boolean> => {
      const verdict = await node.verifyRsaPss(key, message, signature)
      expect(await web.verifyRsaPss(key, message, signature)).toBe(verdict)
      return verdict
    }
    expect(await judged(sign(48))).toBe(true)
    for (const length of [0, 20, 47]) expect(await judged(sign(length))).toBe(false)
    expect(await judged(sign(32, 'sha256'))).toBe(false)
    expect(await judged(flipped(sign(48), 77))).toBe(false)
    expect(await judged(sign(48).subarray(1))).toBe(false)
    expect(await judged(sign(48), fromBase64url(modulusOf('coop/alpha/members'), 256))).toBe(false)
  })

  it('judge any odd modulus of 2048 bits without an error, for a hostile manifest may name it', async () => {
    const modulus = fc.uint8Array({ minLength: 256, maxLength: 256 }).map(asModulus)
    const special = [255, 0].map((filling) => asModulus(new Uint8Array(256).fill(filling)))
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...special), modulus), async (key) => {
        const signature = Uint8Array.from({ length: 256 }, (_, index) => (index === 0 ? 1 : index & 255))
        expect(await node.verifyRsaPss(key, utf8('x'), signature)).toBe(false)
        expect(await web.verifyRsaPss(key, utf8('x'), signature)).toBe(false)
      }),
      FEW,
    )
  })
})

function agreed(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const verdict = node.verifyEd25519(key, message, signature)
  expect(web.verifyEd25519(key, message, signature)).toBe(verdict)
  return verdict
}

function asModulus(value: Uint8Array): Uint8Array {
  return value.map((byte, index) => (index === 0 ? byte | 0x80 : index === 255 ? byte | 1 : byte))
}
