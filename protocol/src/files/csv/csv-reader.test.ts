import { describe, expect, it } from 'vitest'
import { ballotsOf, readText, refusalOf } from '../testing/read-text.ts'

const approvals = (text: string): string[] => ballotsOf(readText(text, 'approvals').profile)

describe('a CSV file of lists', () => {
  it('has one ballot a line, whose order says nothing for approvals and everything for ranks', () => {
    const text = 'Bob,Ada\nCem\nAda,Bob\n'
    expect(readText(text, 'approvals').profile.candidates).toEqual(['Ada', 'Bob', 'Cem'])
    expect(approvals(text)).toEqual(['1: Cem', '2: Ada=Bob'])
    expect(ballotsOf(readText(text, 'ranks').profile)).toEqual(['1: Ada>Bob', '1: Bob>Ada', '1: Cem'])
  })

  it.each([
    ['without a final newline', 'Ada\nBob'],
    ['with the line ends of Windows', 'Ada\r\nBob\r\n'],
    ['with the line ends of old Macintoshes', 'Ada\rBob\r'],
    ['with a byte order mark', '\uFEFFAda\nBob\n'],
    ['with spaces around names', ' Ada \n\tBob\n'],
    ['with quotes that were not needed', '"Ada"\n "Bob" \n'],
    ['with a comma too many', 'Ada,\n,Bob\n'],
    ['with a name twice on a line', 'Ada,Ada\nBob\n'],
    ['with a caption', 'Candidates\nAda\nBob\n'],
    ['with captions and a comma too many', 'Choice 1,Choice 2,\nAda,,\nBob,,\n'],
    ['with captions', 'Choice 1,Choice 2\nAda,\nBob,\n'],
  ])('may come %s', (_what, text) => {
    expect(approvals(text)).toEqual(['1: Ada', '1: Bob'])
  })

  it('takes an empty line for a blank ballot, and an empty field of a ranking for an empty place', () => {
    expect(approvals('Ada\n\nAda\n')).toEqual(['1: ', '2: Ada'])
    expect(ballotsOf(readText('Ada,,Bob\n,Ada\n').profile)).toEqual(['1: >Ada', '1: Ada>>Bob'])
    expect(ballotsOf(readText('Ada,-,Bob\n-,Ada\n').profile)).toEqual(['1: >Ada', '1: Ada>>Bob'])
    expect(ballotsOf(readText('-,Ada\nBob,-\n').profile)).toEqual(['1: >Ada', '1: Bob'])
  })

  it('keeps commas, quotes and line ends inside quotes, and counts the lines', () => {
    expect(approvals('"Smith, Ada","the ""old"" shed"\n"two\nlines"\n')).toEqual([
      '1: Smith, Ada=the "old" shed',
      '1: two\nlines',
    ])
    expect(refusalOf('"two\nlines"\nAda\n"Bob" B\n')?.place).toBe(4)
  })

  it('takes two spellings of one name in Unicode for one', () => {
    expect(approvals('\u00e9\ne\u0301\n')).toEqual(['2: \u00e9'])
  })

  it('may have the delimiter of another spreadsheet', () => {
    expect(approvals('Ada;Bob\nCem\n')).toEqual(['1: Ada=Bob', '1: Cem'])
    expect(approvals('Ada\tBob\nCem\n')).toEqual(['1: Ada=Bob', '1: Cem'])
  })
})

describe('a CSV file with candidates in its first line', () => {
  it('has crosses, ones and zeros for approvals', () => {
    expect(approvals('Ada,Bob,"Smith, Cem"\n1,0,1\nx,,\n,yes,no\n0,0,0\n')).toEqual([
      '1: ',
      '1: Ada',
      '1: Ada=Smith, Cem',
      '1: Bob',
    ])
  })

  it('has ranks, with gaps and equals', () => {
    expect(ballotsOf(readText('Ada,Bob,Cem\n2,1,\n1,3,1\n').profile)).toEqual([
      '1: Ada=Cem>>Bob',
      '1: Bob>Ada',
    ])
  })

  it('has scores', () => {
    expect(ballotsOf(readText('Ada,Bob\n5,0\n,3\n', 'scores').profile)).toEqual([
      '1: Ada/5,Bob/0',
      '1: Bob/3',
    ])
  })

  it('keeps the order of its columns, and tells weights and numbers of ballots from candidates', () => {
    const { candidates } = readText('ballot,Bob,Ada,weight\n17,1,2,40\n').profile
    expect(candidates).toEqual(['Bob', 'Ada'])
    expect(ballotsOf(readText('ballot,Bob,Ada,weight\n17,1,2,40\n').profile)).toEqual(['40: Bob>Ada'])
    for (const column of ['votes', 'Count', 'Number of ballots'])
      expect(ballotsOf(readText(`${column},Bob,Ada\n40,1,2\n`).profile)).toEqual(['40: Bob>Ada'])
  })
})

const bad: [
  what: string,
  text: string,
  marks: 'ranks' | 'approvals' | 'scores',
  code: string,
  line: number,
  reason: string,
][] = [
  ['a quote that is never closed', 'Ada\n"Bob', 'approvals', 'syntax', 2, 'a quote is never closed.'],
  [
    'letters after a closing quote',
    'Ada\n"Ada"Bob\n',
    'approvals',
    'syntax',
    2,
    'letters follow a closing quote.',
  ],
  ['nobody', '\n\n', 'approvals', 'empty', 1, 'the file is empty.'],
  [
    'a column beside the ranks',
    'ballot id,rank 1,rank 2\n1,Ada,Bob\n2,Bob,\n',
    'ranks',
    'unsuitable',
    1,
    'the column "ballot id" holds no names: leave it out.',
  ],
  [
    'a column beside the choice',
    'ID,Vote\n1,Ada\n2,Bob\n',
    'approvals',
    'unsuitable',
    1,
    'the column "ID" holds no names: leave it out.',
  ],
  [
    'what a scanner found',
    'rank 1,rank 2\nAda,skipped\nBob,overvote\n',
    'ranks',
    'unsuitable',
    2,
    '"skipped" is no candidate: write nothing or - for a place left empty.',
  ],
  ['a caption alone', 'votes\n', 'approvals', 'candidate', 1, 'no candidate is named.'],
  [
    'lists where scores are wanted',
    'Ada\nBob\n',
    'scores',
    'unsuitable',
    1,
    'these lines are lists of names and have no scores.',
  ],
  [
    'a row too short',
    'Ada,Bob\n1,0\n1\n',
    'approvals',
    'mismatch',
    3,
    'there are 1 fields under a header of 2.',
  ],
  [
    'a row too long',
    'Ada,Bob\n1,0\n1,0,1\n',
    'approvals',
    'mismatch',
    3,
    'there are 3 fields under a header of 2.',
  ],
  [
    'a rank for an approval',
    'Ada,Bob\n1,0\n1,2\n',
    'approvals',
    'syntax',
    3,
    '1, 0 or x is expected, and not "2".',
  ],
  [
    'a word for a rank',
    'Ada,Bob\n1,2\nfirst,2\n',
    'ranks',
    'syntax',
    3,
    'a rank from 1 to 1000 is expected, and not "first".',
  ],
  [
    'a rank past the last',
    'Ada,Bob\n1,2\n1,1001\n',
    'ranks',
    'syntax',
    3,
    'a rank from 1 to 1000 is expected, and not "1001".',
  ],
  [
    'a score past the highest',
    'Ada,Bob\n1,2\n1,65536\n',
    'scores',
    'syntax',
    3,
    'a whole score up to 65535 is expected, and not "65536".',
  ],
  [
    'a score below zero',
    'Ada,Bob\n1,2\n1,-5\n',
    'scores',
    'syntax',
    3,
    'a whole score up to 65535 is expected, and not "-5".',
  ],
  [
    'two columns of one name',
    'Ada,Ada\n1,2\n',
    'ranks',
    'candidate',
    1,
    'two candidates have the name "Ada".',
  ],
  [
    'a weight that is none',
    'Ada,Bob,weight\n1,2,1\n1,2,x\n',
    'ranks',
    'weight',
    3,
    'a ballot counts a whole number of times, from 1 to 9007199254740991.',
  ],
]

describe('a CSV file is refused at its line', () => {
  it.each(bad)('with %s', (_what, text, marks, code, place, reason) => {
    expect(refusalOf(text, marks)).toEqual({ code, place, reason })
  })

  it('when it is a letter and no ballots', () => {
    expect(refusalOf('Dear Ada,\nthank you for all that you did for us.\nBob\n', 'approvals')).toEqual({
      code: 'unsuitable',
      place: 2,
      reason:
        '"thank you for all that you did for us." is no name, and none comes twice: these are no ballots.',
    })
    const long = 'the proposal that we should plant a tree every year'
    expect(approvals(`${long}\n${long},Ada\n`)).toHaveLength(2)
  })

  it('when it has more names than any ballot paper', () => {
    const text = Array.from({ length: 1001 }, (_, index) => `name ${index}`).join('\n')
    expect(refusalOf(text)).toEqual({
      code: 'too-large',
      place: 1001,
      reason: '"name 1000" would be the name of one more than 1000 candidates.',
    })
  })
})
