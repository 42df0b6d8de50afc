import { describe, expect, it } from 'vitest'
import { ballotsOf, readText, refusalOf } from '../testing/read-text.ts'

const NAMES = '"Ada"\n"Bob"\n"Cem"\n"The chair"\n'
const read = (ballots: string): string[] => ballotsOf(readText(`3 1\n${ballots}\n0\n${NAMES}`).profile)

describe('a BLT file', () => {
  it('has candidates, seats, weighted ballots, names and a title', () => {
    const { format, title, profile } = readText(`3 2\n4 1 3 0\n2 2 0\n0\n${NAMES}`)
    expect({ format, title, seats: profile.seats, candidates: profile.candidates }).toEqual({
      format: 'blt',
      title: 'The chair',
      seats: 2,
      candidates: ['Ada', 'Bob', 'Cem'],
    })
    expect(ballotsOf(profile)).toEqual(['2: Bob', '4: Ada>Cem'])
  })

  it.each([
    ['equal ranks', '1 1=3 2 0', ['1: Ada=Cem>Bob']],
    ['equal ranks as Hill wrote them', '1 (3 1) 2 0', ['1: Ada=Cem>Bob']],
    ['places left empty', '2 - 2 - 1 - 0', ['2: >Bob>>Ada']],
    ['blank ballots', '5 0', ['5: ']],
    ['a candidate twice', '1 2 1 2 0', ['1: Bob>Ada>Bob']],
    ['ids instead of weights', '(a b) 1 0\n(2) 1 0', ['2: Ada']],
    ['the same ballot on two lines', '1 1 0\n2 1 0', ['3: Ada']],
    ['two ballots on one line', '1 1 0 2 2 0', ['1: Ada', '2: Bob']],
    ['spaces and tabs', '  7\t1   2 0  ', ['7: Ada>Bob']],
    ['comments', '# first\n1 1 0 # second\n/* third\nfourth */ 1 /* fifth */ 2 0\n#', ['1: Ada', '1: Bob']],
    ['no ballot at all', '', []],
    ['a weight of many digits', '9007199254740991 1 0', ['9007199254740991: Ada']],
  ])('may have %s', (_what, ballots, expected) => {
    expect(read(ballots)).toEqual(expected)
  })

  it('names who has withdrawn, on one line or several', () => {
    for (const lines of ['-1 -3', '-1\n-3 # both', '-1 -3 1 2 0'])
      expect(readText(`3 1\n${lines}\n0\n${NAMES}`).profile.withdrawn).toEqual([0, 2])
  })

  it('may stand on one line', () => {
    const { title, profile } = readText('2 1 -2 3 1 0 0 "Ada" "Bob" "Title"')
    expect([title, profile.candidates, profile.withdrawn]).toEqual(['Title', ['Ada', 'Bob'], [1]])
    expect(ballotsOf(profile)).toEqual(['3: Ada'])
  })

  it.each([
    ['without quotes', 'Ada Brandt\nBob # he\n', ['Ada Brandt', 'Bob']],
    ['with doubled quotes', '"""Ada"""\n"B ""o"" b"\n', ['"Ada"', 'B "o" b']],
    ['with lone quotes inside', '"Ada "the first" Brandt"\n"Bob"\n', ['Ada "the first" Brandt', 'Bob']],
    ['with commas, hashes and other scripts', '"Brandt, Ada #1"\n"蘇業"\n', ['Brandt, Ada #1', '蘇業']],
    ['over two lines', '"Ada\nBrandt"\n"Bob"\n', ['Ada\nBrandt', 'Bob']],
    ['as on Windows', '"Ada"\r\n"Bob"\r\n', ['Ada', 'Bob']],
    ['that are members of every object', '"__proto__"\n"constructor"\n', ['__proto__', 'constructor']],
    ['in one line, and remarks after it', '"Ada" "Bob"\n"Title"\n"Source"', ['Ada', 'Bob']],
    ['all in one line', '"Ada" "Bob" "Title" "Source"', ['Ada', 'Bob']],
    ['and remarks after the title', '"Ada"\n"Bob"\n"Title"\n"Source"\n"Remark"', ['Ada', 'Bob']],
  ])('may have names %s', (_what, names, expected) => {
    expect(readText(`2 1\n1 1 0\n0\n${names}`).profile.candidates).toEqual(expected)
  })

  it('is the same with a byte order mark, with the line ends of Windows and with those of old Macintoshes', () => {
    const text = `3 2\n-2\n4 1 3 0\n0\n${NAMES}`
    const plain = readText(text)
    for (const other of [`\uFEFF${text}`, text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r')])
      expect(readText(other)).toEqual(plain)
  })
})

const bad: [what: string, text: string, code: string, line: number, reason: string][] = [
  ['a word for a number', '3 1\n1 1 x 0\n0\n', 'syntax', 2, 'a candidate’s number is expected, and not "x".'],
  [
    'an unknown candidate',
    '3 1\n1 1 0\n1 4 0\n0\n',
    'candidate',
    3,
    'there is no candidate 4: the file has 3.',
  ],
  ['a line that was cut', '3 1\n1 1\n1 2 0\n0\n', 'syntax', 2, 'the ballot does not end with 0.'],
  [
    'no 0 after the ballots',
    '3 1\n1 1 0\n',
    'syntax',
    2,
    'the file ends without the 0 after the last ballot.',
  ],
  [
    'names without a 0 before',
    '3 1\n1 1 0\n"Ada"\n',
    'syntax',
    3,
    'a ballot, or the 0 that ends them, is expected, and not ""Ada"".',
  ],
  ['too few names', '3 1\n0\n"Ada"\n"Bob"\n', 'mismatch', 5, 'there are names of 2 of 3 candidates.'],
  ['a name twice', '3 1\n0\n"Ada"\n"Bob"\n"Ada"\n', 'candidate', 5, 'two candidates have the name "Ada".'],
  [
    'a name of two lines twice',
    '2 1\n0\n"A\nA"\n"A\nA"\n',
    'candidate',
    5,
    'two candidates have the name "A\nA".',
  ],
  [
    'a party behind each name',
    '2 1\n0\n"Ada" "Left"\n"Bob" "Right"\n"Title"\n',
    'mismatch',
    3,
    'a name and no more may stand on the line of a candidate.',
  ],
  [
    'a party behind some names',
    '3 1\n0\n"Ada"\n"Bob" "Right"\n"Cem" "Left"\n"Title"\n',
    'mismatch',
    4,
    'a name and no more may stand on the line of a candidate.',
  ],
  ['an empty name', '2 1\n0\n"Ada"\n""\n', 'candidate', 4, 'candidate 2 has no name.'],
  ['a quote that is never closed', '2 1\n0\n"Ada\n"Bob"\n"T"\n', 'syntax', 3, 'a quote is never closed.'],
  ['a quote that is open at the end', '2 1\n0\n"Ada"\n"Bob\n', 'syntax', 4, 'a quote is never closed.'],
  ['ballots after the 0', '2 1\n0\n1 2 0\n', 'syntax', 3, 'a name in quotes is expected, and not "1 2 0".'],
  ['a weight of 0', '2 1\n1 1 0\n0 1 0\n0\n', 'syntax', 3, 'a ballot cannot count 0 times.'],
  ['a broken weight', '2 1\n1.5 1 0\n0\n', 'syntax', 2, '"1.5" is no whole number.'],
  [
    'a weight past exactness',
    '2 1\n9007199254740992 1 0\n0\n',
    'weight',
    2,
    'a ballot counts a whole number of times, from 1 to 9007199254740991.',
  ],
  [
    'weights past exactness',
    '2 1\n9007199254740991 1 0\n1 2 0\n',
    'weight',
    3,
    'the ballots up to here are more than 9007199254740991.',
  ],
  ['no seat', '2 0\n0\n', 'syntax', 1, 'there must be 1 to 2 seats, as there are candidates, and not 0.'],
  [
    'more seats than candidates',
    '2 3\n0\n',
    'syntax',
    1,
    'there must be 1 to 2 seats, as there are candidates, and not 3.',
  ],
  ['no candidate', '0 1\n0\n', 'syntax', 1, 'there must be 1 to 32767 candidates, and not 0.'],
  ['too many candidates', '40000 1\n0\n', 'syntax', 1, 'there must be 1 to 32767 candidates, and not 40000.'],
  ['a fault in its first line', '2 1x\n1 1 0\n1 2 0\n0\n', 'syntax', 1, '"1x" is no whole number.'],
  [
    'a word before its first line',
    'two 1\n1 1 0\n1 2 0\n0\n',
    'syntax',
    1,
    'the number of candidates is expected, and not "two".',
  ],
  ['somebody withdrawn twice', '2 1\n-2 -2\n0\n', 'syntax', 2, 'candidate 2 is withdrawn twice.'],
  ['a stranger withdrawn', '2 1\n-3\n0\n', 'candidate', 2, 'there is no candidate 3: the file has 2.'],
  [
    'somebody withdrawn too late',
    '2 1\n1 1 -2 0\n0\n',
    'syntax',
    2,
    'withdrawn candidates stand before the first ballot.',
  ],
  ['nobody after =', '2 1\n1 1= 2 0\n0\n', 'syntax', 2, 'a candidate’s number is expected, and not "1=".'],
  ['an open parenthesis', '2 1\n1 (1 2 0\n0\n', 'candidate', 2, 'there is no candidate 0: the file has 2.'],
  ['an open id', '2 1\n(7 1 0\n0\n', 'syntax', 2, 'a parenthesis is never closed.'],
  [
    'text after the title',
    '1 1\n0\n"A"\n"T"\nend\n',
    'syntax',
    5,
    'a name in quotes is expected, and not "end".',
  ],
  ['only its first line', '2 1\n', 'syntax', 1, 'the file ends without the 0 after the last ballot.'],
]

describe('a BLT file is refused at its line', () => {
  it.each(bad)('with %s', (_what, text, code, place, reason) => {
    expect(refusalOf(text)).toEqual({ code, place, reason })
  })

  it('where a name is no UTF-8', () => {
    const text = new Uint8Array([...new TextEncoder().encode('1 1\n0\n"'), 0xff, 0x22, 10])
    expect(refusalOf(text)).toEqual({ code: 'encoding', place: 3, reason: 'this is no text in UTF-8.' })
  })

  it('when scores are to be counted', () => {
    expect(refusalOf('1 1\n0\n"A"\n', 'scores')?.reason).toBe('a BLT file has rankings and no scores.')
  })
})
