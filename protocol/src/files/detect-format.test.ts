import { describe, expect, it } from 'vitest'
import { utf8 } from '../bytes.ts'
import { detectFormat } from './detect-format.ts'
import { BallotReading } from './read-ballots.ts'
import { refusalOf } from './testing/read-text.ts'

describe('a format is told from the content', () => {
  it.each([
    ['blt', '3 1\n1 1 0\n0\n'],
    ['blt', '\n\n  3 1\r\n'],
    ['blt', '# an election\n# of old\n3 1 # candidates, seats\n'],
    ['blt', '/* an election */ 3 1\n'],
    ['blt', '2 1 3 1 0 0 "Ada" "Bob" "Title"'],
    ['blt', '3 one\n1 1 0\n1 2=3 - 1 0\n'],
    ['abif', '42:Memph>Nash\n'],
    ['abif', '# Tennessee\n\n  42 : Memph>Nash\n'],
    ['abif', '27 * A/5, B/2\n'],
    ['abif', '=A:[Ada]\n1:A\n'],
    ['abif', '{version: "0.1"}\n1:A\n'],
    ['abif', '{"title": "A: {b}"} # c\n1:A\n'],
    ['abif', 'ABIF 1.0\n1:A\n'],
    ['abif', 'Ada>Bob\n1:Ada>Bob\n2:Bob\n'],
    ['preflib', '# FILE NAME: 1.soi\n# TITLE: t\n3: 1,2\n'],
    ['preflib', '# ALTERNATIVE NAME 1: Ada\n3: 1\n'],
    ['preflib', '3\n1,Ada\n2,Bob\n'],
    ['cvr', '{"@type":"CVR.CastVoteRecordReport"}'],
    ['cvr', '{\n  "CVR": []\n}'],
    ['cvr', '[]'],
    ['csv', 'Ada,Bob\nCem\n'],
    ['csv', 'Ada\n'],
    ['csv', 'Ada,Bob\n1,2\n2,1\n'],
    ['csv', '1,2,3\n3,2\n'],
    ['csv', '"Ada: the first, 1815"\n'],
  ])('%s: %j', (format, text) => {
    expect(detectFormat(utf8(text)).format).toBe(format)
  })

  it('at once, whatever a stranger writes: many such lines are within the time of one test', () => {
    for (let length = 1900; length < 1990; length++)
      expect(detectFormat(utf8(`{a:${' '.repeat(length)}x`)).format).toBe('cvr')
  })

  it.each([
    ['nothing', '', 'empty', 'the file is empty.'],
    ['spaces', ' \n\t\n', 'empty', 'the file is empty.'],
    ['bytes that are no text', 'Ada\u0000Bob', 'encoding', 'this is no text.'],
    ['an archive', 'PK\u0003\u0004', 'encoding', 'this is a compressed file: unpack it first.'],
    [
      'UTF-16',
      new Uint8Array([0xff, 0xfe, 0x41, 0]),
      'encoding',
      'this is text in UTF-16: save it as UTF-8.',
    ],
  ])('and %s is none', (_what, file, code, reason) => {
    expect(refusalOf(file)).toEqual({ code, place: 1, reason })
  })

  it('and no line is longer than what may be held of a file', () => {
    const reading = new BallotReading(() => ({ marks: 'ranks', contest: undefined }))
    const megabyte = utf8('1 '.repeat(1 << 19))
    const endless = (): void => {
      reading.push(utf8('3 1\n'))
      for (let pushed = 0; pushed < 40; pushed++) reading.push(megabyte)
    }
    expect(endless).toThrow('the file: one line or value of it has more than 16777216 bytes.')
  })
})
