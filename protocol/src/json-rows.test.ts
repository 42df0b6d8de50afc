import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from './errors.ts'
import { parseStrictJson } from './json.ts'
import { parseStrictRows } from './json-rows.ts'

const piece = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"docs"',
    '"d\\u006fcs"',
    '"',
    '\\',
    '1',
    '1.0',
    '{}',
    ' ',
    '"a":1',
    '[[]]',
  ],
)

describe('a list of documents', () => {
  it('is read row by row, whatever white space or escapes are used', () => {
    const text = '\n{ "new_edits" : true , "d\\u006fcs" : [ {"a":"]},[\\""} ,\t[ ] , "\\\\" , 1 ] }'
    const { envelope, rows } = parseStrictRows(text, 'docs', 4)
    expect(envelope).toEqual({ new_edits: true, docs: [] })
    expect(rows).toEqual([{ a: ']},["' }, [], '\\', 1].map((value) => ({ kind: 'read', value })))
    expect(parseStrictRows('{"docs":[ \n]}', 'docs', 4).rows).toEqual([])
  })

  it.each([
    ['a member twice', '{"a":1,"a":2}'],
    ['nested too deeply', `{"body":${'['.repeat(30)}${']'.repeat(30)}}`],
    ['a zero with an exponent', '{"a":0e7}'],
    ['a fraction that vanishes', '{"a":1e-400}'],
    ['a fraction that rounds', '{"a":1.0000000000000000001}'],
    ['a lone surrogate', '"\\ud800"'],
    ['null', 'null'],
  ])('refuses the row with %s and reads its neighbours', (_, bad) => {
    const { rows } = parseStrictRows(`{"docs":[{"a":1},${bad},{"a":2}]}`, 'docs', 3)
    expect(rows.map((row) => row.kind)).toEqual(['read', 'unreadable', 'read'])
    expect(rows[1]).toMatchObject({ value: JSON.parse(bad) as unknown, error: { code: 'malformed' } })
  })

  it.each([
    ['malformed', '["docs",[1]]'],
    ['malformed', '{"x":{"docs":[1]}}'],
    ['malformed', '{"docs":[1],"docs":[2]}'],
    ['malformed', '{"docs":[1],"d\\u006fcs":2}'],
    ['malformed', '{"docs":{"0":1}}'],
    ['malformed', '{"docs":[1],"since":0e7}'],
    ['malformed', '{"docs":[1,]}'],
    ['malformed', '{"docs":[,]}'],
    ['malformed', '{"docs":[1}'],
    ['malformed', '{"docs":[[1}]}'],
    ['malformed', '{"docs":[1'],
    ['malformed', '{"docs":[1]}{}'],
    ['malformed', 'docs'],
    ['too-large', '{"docs":[1,2,3,4]}'],
  ])('is %s as a whole: %s', (code, text) => {
    expect(() => parseStrictRows(text, 'docs', 3)).toThrow(code)
  })

  it('is taken exactly when JSON.parse takes it, with the same rows', () => {
    const body = fc.array(piece, { maxLength: 9 }).map((pieces) => `{"docs":[${pieces.join('')}]}`)
    const anything = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(fc.oneof(body, anything), (text) => {
        const rows = outcomeOf(() => parseStrictRows(text, 'docs', 100).rows)
        const plain = outcomeOf(() => JSON.parse(text) as { docs: unknown[] })
        if (rows !== undefined) expect(plain?.docs).toEqual(rows.map((row) => row.value))
        const strict = outcomeOf(() => parseStrictJson(text) as { docs: unknown[] })
        if (Array.isArray(strict?.docs))
          expect(rows?.map((row) => row.kind)).toEqual(strict.docs.map(() => 'read'))
      }),
      { numRuns: 5000 },
    )
  })
})

function outcomeOf<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof ProtocolError || error instanceof SyntaxError) return undefined
    throw error
  }
}
