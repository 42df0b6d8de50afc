import { describe, expect, it } from 'vitest'
import { verifyRsaPss } from '#crypto'
import { fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import type { ManifestDocument } from '#protocol/formats/manifest'
import { manifestHash } from '#protocol/formats/manifest'
import { blindCredential, finalizeCredential, parseBlindedMessage } from '#protocol/formats/blinding'
import { checkCredential } from '#protocol/formats/credential'
import testKeys from './material/rsa-test-keys.json'
import credentials from './credential.json'

const manifest = (credentials.manifests.coop as unknown as ManifestDocument).body
const hash = manifestHash(manifest)
const key = toBase64url(new Uint8Array(32).fill(7))
const group = 'members'

describe('blind issuance with the platform’s own randomness', () => {
  it('gives a credential that the registrar has not seen', async () => {
    const signatures = []
    for (const registrar of ['alpha', 'beta'] as const) {
      const request = await blindCredential(manifest, hash, { registrar, group, key })
      const blindSignature = issue(registrar, request.blindedMessage)
      const signature = await finalizeCredential(manifest, hash, {
        registrar,
        group,
        key,
        inverse: request.inverse,
        blindSignature,
      })
      expect(signature).not.toBe(blindSignature)
      signatures.push({ registrar, signature })
    }
    await expect(checkCredential({ group, key, signatures }, manifest, hash)).resolves.toBeUndefined()
  })

  it('asks differently each time for the same key, so that two requests do not show one voter', async () => {
    const ask = () => blindCredential(manifest, hash, { registrar: 'alpha', group, key })
    const [first, second] = [await ask(), await ask()]
    expect(first.blindedMessage).not.toBe(second.blindedMessage)
    expect(first.inverse).not.toBe(second.inverse)
  })

  it('asks no registrar and no group that the manifest has not', async () => {
    for (const request of [
      { registrar: 'constructor', group, key },
      { registrar: 'alpha', group: 'toString', key },
    ])
      await expect(blindCredential(manifest, hash, request)).rejects.toMatchObject({ code: 'bad-credential' })
  })
})

describe('a hostile manifest', () => {
  it.each([0, 1, 85, 255])('cannot make verification throw by a modulus filled with %i', async (filling) => {
    const modulus = new Uint8Array(256).fill(filling)
    modulus[0] = 0x80 | filling
    modulus[255] = 1 | filling
    expect(await verifyRsaPss(modulus, utf8('x'), new Uint8Array(256).fill(1))).toBe(false)
  })
})

/** The registrar's private operation, without Node's cryptography: x^d mod n. */
function issue(registrar: 'alpha' | 'beta', blindedMessage: string): string {
  const { n, d } = testKeys[`coop/${registrar}/${group}`]
  const modulus = integerOf(fromBase64url(n))
  let square = integerOf(parseBlindedMessage(blindedMessage, n)) % modulus
  let result = 1n
  for (let rest = integerOf(fromBase64url(d)); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return toBase64url(
    Uint8Array.from({ length: 256 }, (_, index) => Number((result >> BigInt(8 * (255 - index))) & 255n)),
  )
}

function integerOf(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
