import fc from 'fast-check'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assertDatabaseName, directoryOf, isDatabaseName, nameOf } from './database-name.ts'
import { formatSequence, parseSequence } from './sequence.ts'

const names = fc.stringMatching(/^[a-z][a-z0-9_$()+/-]{0,60}$/)
const identities = fc.uuid()

describe('database names', () => {
  it('have a directory each, directly below that of the engine', () => {
    fc.assert(
      fc.property(names, (name) => {
        const path = join('/engine', directoryOf(name))
        expect(dirname(normalize(path))).toBe('/engine')
        expect(nameOf(directoryOf(name))).toBe(name)
      }),
    )
  })

  it('are refused when they could mean another path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(/[^a-z0-9_$()+/-]/.test(text))
        expect(isDatabaseName(text)).toBe(false)
        expect(() => assertDatabaseName(text)).toThrow('illegal_database_name')
      }),
    )
  })

  it.each(['engine', 'deleted-1', '.db', 'A.db', 'a.db.old', '%2F.db'])('%s is no database', (directory) => {
    expect(nameOf(directory)).toBeUndefined()
  })
})

describe('sequences', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.nat(), identities, (seq, identity) => {
        expect(parseSequence(formatSequence(seq, identity), identity, seq)).toBe(seq)
        expect(parseSequence(String(seq), identity, seq)).toBe(seq)
      }),
    )
  })

  it('start over in another database, and in one that was set back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), identities, identities, (seq, one, other) => {
        fc.pre(one !== other)
        expect(parseSequence(formatSequence(seq, one), other, seq)).toBe(0)
        expect(parseSequence(formatSequence(seq, one), one, seq - 1)).toBe(0)
      }),
    )
  })

  it.each(['', 'bogus', '-1', '1.5', '1-', '1-xyz', '9'.repeat(16), 'now'])('%j is none', (text) => {
    expect(() => parseSequence(text, crypto.randomUUID(), 5)).toThrow('Malformed sequence')
  })
})
