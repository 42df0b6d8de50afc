import { describe, expect, it } from 'vitest'
import { BallotsFileError, parseBallotsFile } from './ballots-file.ts'

const read = (text: string): string[][] => parseBallotsFile(text).map((names) => [...names])

describe('a file of approval ballots', () => {
  it('has one ballot a line', () => {
    expect(read('Ada,Bob\nCem\n')).toEqual([['Ada', 'Bob'], ['Cem']])
  })

  it('takes an empty line as a blank ballot, also the first and the last', () => {
    expect(read('\nAda\n\n')).toEqual([[], ['Ada'], []])
  })

  it.each([
    ['without a final newline', 'Ada\nBob'],
    ['with the line ends of Windows', 'Ada\r\nBob\r\n'],
    ['with a byte order mark', '\uFEFFAda\nBob\n'],
    ['with spaces around names', ' Ada \n\tBob\n'],
    ['with quotes that were not needed', '"Ada"\n "Bob" \n'],
    ['with a comma too many', 'Ada,\n,Bob\n'],
    ['with a name twice on a line', 'Ada,Ada\nBob\n'],
  ])('may come %s', (_what, text) => {
    expect(read(text)).toEqual([['Ada'], ['Bob']])
  })

  it('keeps commas, quotes and line ends inside quotes', () => {
    expect(read('"Smith, Ada","the ""old"" shed"\n"two\nlines"\n')).toEqual([
      ['Smith, Ada', 'the "old" shed'],
      ['two\nlines'],
    ])
  })

  it('takes a quote in the middle of a name as a letter', () => {
    expect(read('Ada "the first"\n')).toEqual([['Ada "the first"']])
  })

  it('without a line has no ballot', () => {
    expect(read('')).toEqual([])
  })

  it.each([
    ['a quote that is never closed', 'Ada\n"Bob', 'In the ballots file, line 2: a quote is never closed.'],
    [
      'letters after a closing quote',
      '"Ada"Bob',
      'In the ballots file, line 1: letters follow a closing quote.',
    ],
  ])('with %s is refused', (_what, text, message) => {
    expect(() => read(text)).toThrow(new BallotsFileError(message))
  })

  it('is read in one pass, however long a quoted name is', () => {
    expect(read(`"${'a'.repeat(1_000_000)}"`)[0]?.[0]).toHaveLength(1_000_000)
  })
})
