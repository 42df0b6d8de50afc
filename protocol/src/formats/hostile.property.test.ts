import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { board, boardBallot, boardBody, seedOf } from '../../vectors/material/election.ts'
import { signedDocument } from '../../vectors/material/vector.ts'
import { ProtocolError } from '../errors.ts'
import { parseBallot, signBallot } from './ballot.ts'
import { checkManifest } from './manifest.ts'

const ballot = signBallot(boardBallot('voter 1'), seedOf('voter 1'))
const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, -1, 1.5, NaN, '', 'constructor', [], {}, [[]], '\ud800', 2 ** 53),
  fc.anything(),
)
const change = fc.record({ path: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), value: hostile })

describe('a document altered anywhere is refused or read, and nothing else is thrown', () => {
  it.each([
    ['ballot', ballot, parseBallot],
    ['manifest', board, (value: unknown) => checkManifest(value, undefined)],
  ])('%s', (_, document, read) => {
    fc.assert(
      fc.property(change, ({ path, value }) => {
        try {
          read(altered(document, path, value))
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

it('a manifest of over a million bytes is too large', () => {
  const languages = Array.from({ length: 2100 }, (_, index) => `en-x${String(index).padStart(4, '0')}`)
  const title = Object.fromEntries(languages.map((language) => [language, 'x'.repeat(500)]))
  const document = signedDocument('manifest', board._id, { ...boardBody, title }, seedOf('board authority'))
  expect(() => checkManifest(document, undefined)).toThrow('too-large')
})

/** Replaces the member that `path` leads to, each step taken modulo the members there are. */
function altered(node: unknown, [step, ...rest]: readonly number[], value: unknown): unknown {
  if (step === undefined || typeof node !== 'object' || node === null) return value
  const entries: [string, unknown][] = Object.entries(node)
  const changed = entries.map(([name, member], index): [string, unknown] =>
    index === step % entries.length ? [name, altered(member, rest, value)] : [name, member],
  )
  return Array.isArray(node) ? changed.map(([, member]) => member) : Object.fromEntries(changed)
}
