import { describe, expect, it } from 'vitest'
import { ballotsOf, readText, refusalOf } from '../testing/read-text.ts'

const ranks = (text: string): string[] => ballotsOf(readText(text).profile)

describe('an ABIF file', () => {
  it('has ranked ballots, comments, metadata and declared candidates', () => {
    const { format, title, profile } = readText(
      '# capital\n{version: "0.1"}\n{"title": "The capital, TN"}\n=Nash:[Nashville, TN] # here\n=Memph:[Memphis, TN]\n\n' +
        '42:Memph>Nash # far\n 26 : Nash\n',
    )
    expect({ format, title, candidates: profile.candidates }).toEqual({
      format: 'abif',
      title: 'The capital, TN',
      candidates: ['Nashville, TN', 'Memphis, TN'],
    })
    expect(ballotsOf(profile)).toEqual(['26: Nashville, TN', '42: Memphis, TN>Nashville, TN'])
  })

  it.each([
    ['equals', '1:A=B>C', ['1: A=B>C']],
    ['approvals', '1:A,B', ['1: A=B']],
    ['blank ballots', '1:A\n10:', ['10: ', '1: A'].sort()],
    ['a star for the colon', '27 * A>B', ['27: A>B']],
    ['names in brackets', '1:[Doña García #1]>["Bob", he]', ['1: Doña García #1>"Bob", he']],
    ['names in quotes', '1:"蘇業">"B \\"o\\" b"', ['1: 蘇業>B "o" b']],
    ['ranks beside scores', '1:A/5>B/5', ['1: A>B']],
    ['ranks by scores alone', '1:A/1,B/5,C/5', ['1: B=C>A']],
    ['data of a draft after a ballot', '7: D>C: { "precinct":51 }', ['7: D>C']],
    ['a header', 'ABIF 1.0\n1:A', ['1: A']],
    ['the name in full for a declared one', '=A:[Ada B]\n1:[Ada B]\n1:A', ['2: Ada B']],
    ['a member of every object', '1:__proto__>constructor', ['1: __proto__>constructor']],
  ])('may have %s', (_what, text, expected) => {
    expect(ranks(text)).toEqual(expected)
  })

  it('has scores, in any order', () => {
    const text = '2: A/5, B/045, C/0\n1: B/1>A/0'
    expect(ballotsOf(readText(text, 'scores').profile)).toEqual(['1: A/0,B/1', '2: A/5,B/45,C/0'])
    expect(ballotsOf(readText(text, 'approvals').profile)).toEqual(['1: B', '2: A=B'])
  })

  it('orders candidates whom it does not declare by name, not by its lines', () => {
    expect(readText('1:C>A\n1:B').profile.candidates).toEqual(['A', 'B', 'C'])
    expect(readText('=C\n1:B>C\n1:A').profile.candidates).toEqual(['C', 'A', 'B'])
  })
})

const bad: [what: string, text: string, code: string, line: number, reason: string][] = [
  [
    'a name with a space',
    '1:A\n2:New York>A',
    'syntax',
    2,
    '">", "=" or "," is expected, and not "York>A". A name with spaces stands in [ ].',
  ],
  ['an open bracket', '1:[A>B', 'syntax', 1, 'a bracket is never closed.'],
  ['an open quote', '1:"A>B', 'syntax', 1, 'a quote is never closed.'],
  ['nobody after >', '1:A\n\n1:A>', 'syntax', 3, 'a candidate is expected, and not the end of the line.'],
  [
    'no colon',
    '1:A\n5 A>B',
    'syntax',
    2,
    '":" must come between the number of ballots and the ballot, and not "A>B".',
  ],
  [
    '0 ballots',
    '1:A\n0:A',
    'weight',
    2,
    'a ballot counts a whole number of times, from 1 to 9007199254740991.',
  ],
  [
    'a broken score',
    '1:A/2.5',
    'syntax',
    1,
    '">", "=" or "," is expected, and not ".5". A name with spaces stands in [ ].',
  ],
  ['no score after /', '1:A/>B/2', 'syntax', 1, 'a whole number as score is expected, and not ">B/2".'],
  ['a score past the highest', '1:A/70000', 'syntax', 1, 'a score is at most 65535.'],
  [
    'votes to accumulate',
    '1:A*2,B*1',
    'syntax',
    1,
    '">", "=" or "," is expected, and not "*2,B*1". A name with spaces stands in [ ].',
  ],
  [
    'a stray line',
    '1:A\nA>B',
    'syntax',
    2,
    'a ballot, "=candidate" or "{metadata}" is expected, and not "A>B".',
  ],
  ['metadata that is none', '1:A\n{title}', 'syntax', 2, 'metadata is one {key: value} on a line.'],
  ['a candidate declared twice', '=A:[Ada]\n=A:[Bob]', 'candidate', 2, '"Ada" is declared twice.'],
  ['one name for two', '=A:[Ada]\n=B:[Ada]', 'candidate', 2, '"Ada" is already another candidate.'],
  ['text after a declaration', '=A:[Ada] B', 'syntax', 1, 'nothing comes after a name, and not "B".'],
  ['an empty name', '1:[ ]', 'candidate', 1, 'a candidate has no name.'],
  ['other things after a ballot', '1:A: b', 'syntax', 1, 'only {data} may follow a ballot, and not "b".'],
  ['nobody at all', '10:\n', 'candidate', 1, 'no candidate is named.'],
]

describe('an ABIF file is refused at its line', () => {
  it.each(bad)('with %s', (_what, text, code, place, reason) => {
    expect(refusalOf(text)).toEqual({ code, place, reason })
  })

  it('when a score is wanted and absent, or there twice', () => {
    expect(refusalOf('1:A/1\n1:A/1>B', 'scores')).toEqual({
      code: 'unsuitable',
      place: 2,
      reason: '"B" has no score.',
    })
    expect(refusalOf('1:A/1,A/2', 'scores')?.reason).toBe('"A" has two scores.')
  })
})
