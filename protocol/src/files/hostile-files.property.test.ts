import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../bytes.ts'
import { BallotFileError } from './ballot-file.ts'
import type { BallotFile, ReadSettings } from './ballot-file.ts'
import { readText } from './testing/read-text.ts'

/** One of each format, with everything that it may have. */
const VALID = [
  '# c\n3 2\n-2\n4 1=3 - 2 0\n(id) 2 0 /* c */\n0\n"Ada ""o"""\n"Bob\nBo"\nCem\n"Title"\n',
  '{title: "t"}\n=A:[Ada, B]\n3: A/5>[B c]/3="d \\" e"/3 # c\n2 * A/1,"蘇"/0\n1:\n',
  'Ada,"Bob, ""B""",\n"two\nlines",Ada\n\nCem\r\n',
  'ballot,Ada,Bob,weight\n1,1,0,2\n2,x,,1\n3,,2,5\n',
  '# DATA TYPE: toi\n# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: 4\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n# ALTERNATIVE NAME 3: C\n3: 1,{2,3}\n1: 2\n',
  '3\n1,A\n2,B\n3,C\n4,4,2\n3,1,{2,3}\n1,2\n',
  '{"@type":"CVR.CastVoteRecordReport","CVR":[{"CurrentSnapshotId":"s","CVRSnapshot":[{"@id":"s","CVRContest":[{"ContestId":"c","CVRContestSelection":[{"ContestSelectionId":"a","SelectionPosition":[{"HasIndication":"yes","NumberVotes":2,"Rank":1}]}]}]}]}],"Election":[{"Contest":[{"@id":"c","ContestSelection":[{"@id":"a","Selection":"A"}]}]}]}',
].map(utf8)
const MARKS: ReadSettings['marks'][] = ['ranks', 'choices', 'approvals', 'scores']

/** What a reader makes of bytes: a file, or the words of its refusal. Anything else that is thrown, it throws. */
function outcome(bytes: Uint8Array, marks: ReadSettings['marks'], piece?: number): BallotFile | string {
  try {
    return readText(bytes, marks, piece === undefined ? {} : { piece })
  } catch (error) {
    if (!(error instanceof BallotFileError)) throw error
    expect(typeof error.place === 'string' || error.place >= 1).toBe(true)
    return error.message
  }
}

/** A valid file with some of its bytes replaced, removed, repeated, or moved. */
const mutated = fc
  .record({
    file: fc.constantFrom(...VALID),
    edits: fc.array(
      fc.record({
        at: fc.nat(10_000),
        remove: fc.nat(6),
        insert: fc.oneof(
          fc.uint8Array({ maxLength: 3 }),
          fc.constantFrom(
            ...[
              '"',
              '0',
              '=',
              '-',
              '>',
              ',',
              '\n',
              '{',
              '[',
              ']',
              '}',
              ':',
              '/',
              '#',
              '(',
              '999999999999999999',
            ].map(utf8),
          ),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ file, edits }) =>
    edits.reduce<Uint8Array>((bytes, { at, remove, insert }) => {
      const begin = at % (bytes.length + 1)
      return new Uint8Array([...bytes.subarray(0, begin), ...insert, ...bytes.subarray(begin + remove)])
    }, file),
  )

describe('whatever a file holds', () => {
  it('each of these is valid as it is', () => {
    for (const file of VALID) expect(outcome(file, 'ranks', 7)).toBeTypeOf('object')
  })

  it('a reader reads it or refuses it, the same however its bytes are cut', () => {
    const bytes = fc.oneof(
      { weight: 4, arbitrary: mutated },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    )
    fc.assert(
      fc.property(bytes, fc.constantFrom(...MARKS), fc.integer({ min: 1, max: 40 }), (file, marks, piece) => {
        expect(outcome(file, marks, piece)).toEqual(outcome(file, marks))
      }),
      { numRuns: 3000 },
    )
  })

  it('a line of very many spaces, quotes or brackets costs what its length costs', () => {
    const starts = [
      '3 1\n1 1 0\n0\n',
      '3 1\n',
      '1:A\n',
      '{a: 1}\n{',
      '# TITLE: t\n# A',
      '# TITLE: t\n3: ',
      'Ada\n',
      '{"CVR":[',
    ]
    for (const start of starts)
      for (const filling of [' ', '"', '" ', '[', '{', '\\', '}', '1 ', 'a ', '#', '/*'])
        expect(outcome(utf8(start + filling.repeat(200_000) + 'x'), 'ranks')).toBeDefined()
  })
})
