import { createPublicKey, verify as verifyByOpenssl } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { verify as verifyByNoble } from '@noble/ed25519'
import { describe, expect, it } from 'vitest'
import { concatBytes, toBase64url } from '#protocol/bytes'
import * as web from '../../src/crypto/web.ts'
import { digest } from '../material/digest.ts'
import { decideAll, decidedByLibsodium } from './decide.ts'
import { CCTV, gridOf } from './grid.ts'
import { ORDER, bytesOf, encodePoint, integerOf, smallEncodings } from './points.ts'
import { SETS, digitsOf } from './sets.ts'
import type { Signed } from './signatures.ts'
import { CLASSES, signaturesOf } from './signatures.ts'
import { speccheck } from './speccheck.ts'
import verdicts from './verdicts.json'

/** Of each class, so many are shown to verifiers that take a millisecond. */
const SOME = 30

describe('the verdicts', () => {
  it('are libsodium’s (npm run vectors writes them anew)', () => {
    expect(readFileSync(new URL('verdicts.json', import.meta.url), 'utf8') === decideAll()).toBe(true)
  })

  it.each(Object.entries(SETS))('are the phone’s on the server too: %s', (name, generate) => {
    const accepted = verdicts[name as keyof typeof verdicts].accepted
    expect(digitsOf(generate(), web.verifyEd25519)).toBe(accepted)
  })
})

describe('ed25519-speccheck', () => {
  it('has twelve cases, of which libsodium accepts number 3 alone, as is published', () => {
    expect(digitsOf(speccheck(), decidedByLibsodium)).toBe('000100000000')
  })
})

describe('the C2SP CCTV vectors', () => {
  const edges = gridOf(CCTV)
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

  it('are those 914 that are published, with their flags', () => {
    const lines = edges.map(({ key, signature, message, flags }) =>
      [hex(key), hex(signature), new TextDecoder().decode(message), flags.join()].join(' '),
    )
    const listing = digest('sha256', Buffer.from(lines.sort().join('\n')))
    expect(hex(listing)).toBe('84a67869858f1b062cc9178eb2d2f11b3f767c7105fc3a0328fe88bfc30f4f03')
  })

  it('are accepted where at most parts of small order meet and cancel: 43 of them', () => {
    const harmless = new Set(['low_order_component_A', 'low_order_component_R'])
    const expected = edges.map(({ flags }) => (flags.every((flag) => harmless.has(flag)) ? 1 : 0)).join('')
    expect(digitsOf(edges, decidedByLibsodium)).toBe(expected)
    expect(expected.replaceAll('0', '')).toHaveLength(43)
  })
})

describe('ten thousand signatures by hostile signers', () => {
  it('are so many', () => {
    expect(Object.values(CLASSES).reduce((sum, { count }) => sum + count, 0)).toBe(10_000)
  })

  it('have every encoding of small order, as key and as R', () => {
    const all = Object.keys(CLASSES).flatMap(signaturesOf)
    const keys = new Set(all.map(({ key }) => toBase64url(key)))
    const nonces = new Set(all.map(({ signature }) => toBase64url(signature.subarray(0, 32))))
    const encodings = smallEncodings().map(({ bytes }) => toBase64url(bytes))
    expect(encodings).toHaveLength(14)
    expect(encodings.filter((encoding) => !keys.has(encoding) || !nonces.has(encoding))).toEqual([])
  })

  it('have S + kL for every k that fits', () => {
    const times = signaturesOf('S + kL').map(({ signature }) => integerOf(signature.subarray(32)) / ORDER)
    expect([...new Set(times)].sort((a, b) => Number(a - b))).toEqual(
      Array.from({ length: 15 }, (_, index) => BigInt(index + 1)),
    )
  })

  it.each([
    ['key of small order', byCofactor, 'all'],
    ['key of small order', byOpenssl, 'some'],
    ['R of small order', byCofactor, 'all'],
    ['R of small order', byOpenssl, 'some'],
    ['key and R of small order', byCofactor, 'all'],
    ['key and R of small order', byOpenssl, 'some'],
    ['key not canonical', byCofactor, 'all'],
    ['key not canonical', byOpenssl, 'some'],
    ['R not canonical', byCofactor, 'all'],
    ['not canonical, hashed as if it were', bySpellingAnew, 'all'],
    ['S + kL', byReducing, 'all'],
    ['key of mixed order', byCofactor, 'all'],
    ['R of mixed order', byCofactor, 'all'],
    ['key and R of mixed order', byCofactor, 'all'],
    ['valid with the cofactor alone', byCofactor, 'all'],
    ['valid where h is not reduced', byCofactor, 'all'],
  ] as const)('%s: refused where %o accepts %s', (name, lenient, howMany) => {
    const refused = signaturesOf(name).filter(
      ({ key, message, signature }) => !decidedByLibsodium(key, message, signature),
    )
    const some = refused.slice(0, SOME)
    const fooled = some.filter(lenient)
    expect(some).toHaveLength(SOME)
    if (howMany === 'all') expect(fooled).toHaveLength(SOME)
    else expect(fooled).not.toEqual([])
  })

  it.each(['key of mixed order', 'key and R of mixed order', 'parts of small order that cancel', 'honest'])(
    '%s: accepted too, so that no verifier may refuse them all',
    (name) => {
      expect(digitsOf(signaturesOf(name), decidedByLibsodium)).toContain('1')
    },
  )
})

/** ZIP 215: any encoding, and both sides multiplied by the cofactor. */
function byCofactor({ key, message, signature }: Signed): boolean {
  return verifyByNoble(signature, message, key)
}

function byOpenssl({ key, message, signature }: Signed): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64url(key) }
  return verifyByOpenssl(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature)
}

/** Who leaves out the bound of S. */
function byReducing({ key, message, signature }: Signed): boolean {
  const s = bytesOf(integerOf(signature.subarray(32)) % ORDER)
  return verifyByNoble(concatBytes(signature.subarray(0, 32), s), message, key)
}

/** Who hashes the points as it spells them itself. */
function bySpellingAnew({ key, message, signature }: Signed): boolean {
  const r = canonical(signature.subarray(0, 32))
  return verifyByNoble(concatBytes(r, signature.subarray(32)), message, canonical(key))
}

function canonical(bytes: Uint8Array): Uint8Array {
  const found = smallEncodings().find((encoding) => toBase64url(encoding.bytes) === toBase64url(bytes))
  return found ? encodePoint(0n, found.torsion) : bytes
}
