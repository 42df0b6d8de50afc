import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveCode } from '#protocol/formats/credential'
import { drawCode, hashCodeForm } from './codes.ts'

const CODE = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const tenBytes = fc.uint8Array({ minLength: 10, maxLength: 10 })

/** Reads a code back as the number that its letters are, as nobody but this test needs to. */
function numberOf(code: string): bigint {
  const letters = code.replaceAll('-', '').split('')
  return letters.reduce((number, letter) => number * 32n + BigInt(ALPHABET.indexOf(letter)), 0n)
}

describe('a voting code', () => {
  it('is sixteen letters of Crockford base32 in four groups', () => {
    fc.assert(fc.property(tenBytes, (bytes) => CODE.test(drawCode(() => bytes))))
  })

  it('carries all 80 bits that were drawn, so each code is as likely as any other', () => {
    fc.assert(
      fc.property(tenBytes, (bytes) => {
        const drawn = bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n)
        return numberOf(drawCode(() => bytes)) === drawn
      }),
    )
  })

  it('asks its source for ten bytes', () => {
    const sizes: number[] = []
    drawCode((size) => {
      sizes.push(size)
      return new Uint8Array(size)
    })
    expect(sizes).toEqual([10])
  })
})

describe('the stored hash of a code', () => {
  const manifestHash = Buffer.alloc(32, 1).toString('base64url')

  it('differs by registrar, and does not change with the way a code is typed', () => {
    fc.assert(
      fc.property(tenBytes, (bytes) => {
        const code = drawCode(() => bytes)
        const typed = code.toLowerCase().replaceAll('-', ' ')
        const stored = hashCodeForm(deriveCode(code, manifestHash, 'main'))
        return (
          stored === hashCodeForm(deriveCode(typed, manifestHash, 'main')) &&
          stored !== hashCodeForm(deriveCode(code, manifestHash, 'second')) &&
          stored !== deriveCode(code, manifestHash, 'main')
        )
      }),
    )
  })
})
