import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBase64, fromBase64url, toBase64, toBase64url } from './bytes.ts'
import { ProtocolError } from './errors.ts'

const bytes = fc.uint8Array({ maxLength: 300 })
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const base64urlish = fc.string({
  unit: fc.constantFrom(...ALPHABET.split(''), '=', '+', '/', ' ', 'é'),
  maxLength: 12,
})

describe('base64url', () => {
  it('gives every byte back, as Node spells it', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const text = toBase64url(value)
        expect(text).toBe(Buffer.from(value).toString('base64url'))
        expect([...fromBase64url(text, value.length)]).toEqual([...value])
      }),
    )
  })

  it('has one spelling for each value: what it reads, it writes back letter for letter', () => {
    fc.assert(
      fc.property(base64urlish, (text) => {
        const read = readOrRefuse(() => fromBase64url(text))
        if (read) expect(toBase64url(read)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses every other length', () => {
    fc.assert(
      fc.property(bytes, fc.nat(300), (value, length) => {
        fc.pre(length !== value.length)
        expect(() => fromBase64url(toBase64url(value), length)).toThrow(ProtocolError)
      }),
    )
  })
})

describe('base64', () => {
  it('gives every byte back, as Node spells it', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const text = toBase64(value)
        expect(text).toBe(Buffer.from(value).toString('base64'))
        expect([...fromBase64(text, value.length)]).toEqual([...value])
      }),
    )
  })

  it('has one spelling for each value', () => {
    fc.assert(
      fc.property(base64urlish, (text) => {
        const read = readOrRefuse(() => fromBase64(text))
        if (read) expect(toBase64(read)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
})

function readOrRefuse(read: () => Uint8Array): Uint8Array | undefined {
  try {
    return read()
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError)
    return undefined
  }
}
