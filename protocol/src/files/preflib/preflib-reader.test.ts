import { describe, expect, it } from 'vitest'
import { ballotsOf, readText, refusalOf } from '../testing/read-text.ts'

const header = (type: string, voters: number): string =>
  `# FILE NAME: 1.${type}\n# TITLE: Lunch\n# DATA TYPE: ${type}\n# NUMBER ALTERNATIVES: 3\n# NUMBER VOTERS: ${voters}\n` +
  '# ALTERNATIVE NAME 1: Apple\n# ALTERNATIVE NAME 2: Bread, dark\n# ALTERNATIVE NAME 3: Cake\n'

describe('a PrefLib file', () => {
  it.each([
    ['soc', '3: 1,2,3\n1: 3,2,1', ['1: Cake>Bread, dark>Apple', '3: Apple>Bread, dark>Cake']],
    ['soi', '3: 1\n1: 3, 2', ['1: Cake>Bread, dark', '3: Apple']],
    ['toc', '3: {1,3},2\n1: 3,{2,1}', ['1: Cake>Apple=Bread, dark', '3: Apple=Cake>Bread, dark']],
    ['toi', '3: {1, 3}\n1: 2,{3},{}', ['1: Bread, dark>Cake', '3: Apple=Cake']],
  ])('of type %s has a header, and orders', (type, orders, expected) => {
    const { format, title, profile } = readText(`${header(type, 4)}${orders}\n`)
    expect([format, title, profile.candidates]).toEqual([
      'preflib',
      'Lunch',
      ['Apple', 'Bread, dark', 'Cake'],
    ])
    expect(ballotsOf(profile)).toEqual(expected)
  })

  it('may be of before 2022', () => {
    const { format, profile } = readText('3\n1,Apple\n2,Bread, dark\n3,Cake\n4,4,2\n3,1,2,3\n1,{3,2},1\n')
    expect([format, profile.candidates]).toEqual(['preflib', ['Apple', 'Bread, dark', 'Cake']])
    expect(ballotsOf(profile)).toEqual(['1: Bread, dark=Cake>Apple', '3: Apple>Bread, dark>Cake'])
  })
})

const bad: [what: string, text: string, code: string, line: number, reason: string][] = [
  [
    'an unknown candidate',
    `${header('soi', 1)}1: 1,4\n`,
    'candidate',
    9,
    'there is no candidate 4: the file has 3.',
  ],
  [
    'a candidate twice',
    `${header('soi', 1)}1: 1,2,1\n`,
    'candidate',
    9,
    'candidate 1 stands twice in the order.',
  ],
  [
    'equals where there are none',
    `${header('soc', 1)}1: {1,2},3\n`,
    'mismatch',
    9,
    'an order of type soc has no equals.',
  ],
  [
    'an order that is not complete',
    `${header('toc', 2)}1: 1,2,3\n1: {1,2}\n`,
    'mismatch',
    10,
    'an order of type toc names every candidate, and this one 2 of 3.',
  ],
  ['an open brace', `${header('toi', 1)}1: {1,2\n`, 'syntax', 9, 'a brace is never closed.'],
  [
    'nobody after a comma',
    `${header('soi', 1)}1: 1,\n`,
    'syntax',
    9,
    'a candidate’s number is expected, and not the end of the line.',
  ],
  [
    'a word for a number',
    `${header('soi', 1)}1: 1,Cake\n`,
    'syntax',
    9,
    'a candidate’s number is expected, and not "Cake".',
  ],
  ['no colon', `${header('soi', 1)}1,2,3\n`, 'syntax', 9, 'how many voted so, then ":" is expected.'],
  [
    'an order of nobody',
    `${header('soi', 0)}0: 1\n`,
    'weight',
    9,
    'a ballot counts a whole number of times, from 1 to 9007199254740991.',
  ],
  [
    'orders missing',
    `${header('soi', 4)}3: 1\n`,
    'mismatch',
    5,
    'there must be 4 voters, and the orders are of 3.',
  ],
  [
    'a type that is no order',
    '# FILE NAME: 1.cat\n# DATA TYPE: cat\n',
    'unsuitable',
    2,
    '"cat" are no orders: soc, soi, toc and toi can be counted.',
  ],
  [
    'a name missing',
    '# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: A\n1: 1\n',
    'mismatch',
    1,
    'candidate 2 of 2 has no name.',
  ],
  [
    'a name twice',
    '# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: A\n',
    'candidate',
    3,
    'two candidates have the name "A".',
  ],
  [
    'a number twice',
    '# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 1: B\n',
    'candidate',
    3,
    'candidate 1 is named twice.',
  ],
  [
    'an old name without its number',
    '2\n1,Apple\nBread\n',
    'syntax',
    3,
    'a candidate’s "number,name" is expected, and not "Bread".',
  ],
  [
    'no old totals',
    '1\n1,Apple\n3,1\n',
    'syntax',
    3,
    '"voters,votes,different orders" is expected, and not "3,1".',
  ],
]

describe('a PrefLib file is refused at its line', () => {
  it.each(bad)('with %s', (_what, text, code, place, reason) => {
    expect(refusalOf(text)).toEqual({ code, place, reason })
  })
})
