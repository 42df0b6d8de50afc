import { expect, test } from 'vitest'
import { countLetters, isWholeCode, tidyCode } from './voting-code.ts'

test('a code is read however it was typed', () => {
  const code = 'AB10-EFGH-JKMN-PQRS'
  for (const typed of [
    code,
    'ab10efghjkmnpqrs',
    'ABIO EFGH JKMN PQRS',
    ' abLo–efgh–jkmn–pqrs ',
    'AB1O.EFGH.JKMN.PQRS',
  ])
    expect(tidyCode(typed)).toBe(code)
})

test('tidying twice changes nothing', () => {
  expect(tidyCode(tidyCode('abio efgh jk'))).toBe(tidyCode('abio efgh jk'))
})

test('letters that no code has are left out', () => {
  expect(tidyCode('U!ÄB')).toBe('B')
})

test('a code is whole with sixteen letters, not before and not after', () => {
  expect(isWholeCode('AB10-EFGH-JKMN-PQRS-T')).toBe(false)
  expect(isWholeCode('AB10-EFGH-JKMN-PQR')).toBe(false)
  expect(isWholeCode('AB10-EFGH-JKMN-PQRS')).toBe(true)
  expect(countLetters('ab 1')).toBe(3)
})
