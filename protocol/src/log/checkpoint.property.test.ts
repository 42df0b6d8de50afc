import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boardBody, boardHash, seedOf } from '../../vectors/material/election.ts'
import { toBase64url } from '../bytes.ts'
import { ProtocolError } from '../errors.ts'
import type { Checkpoint } from './checkpoint.ts'
import { checkCheckpoint, logOrigin, signCheckpoint } from './checkpoint.ts'
import { checkHead } from './head.ts'

const ORIGIN = logOrigin('board-2026', boardHash)
const LOG = seedOf('board log')
const checkpoint = fc.record({
  size: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
})

describe('a checkpoint', () => {
  it('is read as it was signed', () => {
    fc.assert(
      fc.property(checkpoint, (original) => {
        const read = checkCheckpoint(signCheckpoint(original, ORIGIN, LOG), boardBody)
        expect(spelled(read)).toEqual(spelled(original))
      }),
    )
  })

  it('with any letter altered is refused', () => {
    fc.assert(
      fc.property(
        checkpoint,
        fc.nat(),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        (original, at, letter) => {
          const note = signCheckpoint(original, ORIGIN, LOG)
          const index = at % note.length
          fc.pre(note.charAt(index) !== letter)
          const altered = note.slice(0, index) + letter + note.slice(index + 1)
          expect(() => checkCheckpoint(altered, boardBody)).toThrow(ProtocolError)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('may have witnesses up to 131072 characters, and no more', () => {
    const note = signCheckpoint({ size: 7, root: LOG }, ORIGIN, LOG)
    const witness = (length: number): string => `— ${'w'.repeat(length - '—  AAAAAAAA\n'.length)} AAAAAAAA\n`
    const longest = note + witness(131_072 - note.length)
    expect(checkCheckpoint(longest, boardBody).size).toBe(7)
    expect(() => checkCheckpoint(note + witness(131_073 - note.length), boardBody)).toThrow('malformed')
    expect(checkHead({ _id: 'head:board-2026', note: longest }, boardBody).document.note).toBe(longest)
  })

  it('of any text or value is a refusal and no other error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.anything()), (note) => {
        expect(() => checkCheckpoint(note, boardBody)).toThrow(ProtocolError)
      }),
    )
  })
})

function spelled({ size, root }: Checkpoint): { size: number; root: string } {
  return { size, root: toBase64url(root) }
}
