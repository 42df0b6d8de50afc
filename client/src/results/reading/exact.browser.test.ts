import { afterEach, expect, test } from 'vitest'
import { chooseLanguage } from '../../language/language.ts'
import { brief, columnFormat, isZero, units, votesWords } from './exact.ts'

afterEach(async () => {
  await chooseLanguage('en')
  localStorage.clear()
})

test('a decimal keeps every digit, also those that a float has no room for', () => {
  expect(columnFormat(['9007199254740993.00001'])('9007199254740993.00001')).toBe(
    '9,007,199,254,740,993.00001',
  )
  expect(brief('1412.45570')).toBe('1,412.45570')
})

test('in a sentence whole votes stand without zeros behind the point', () => {
  expect(brief('3933.00000')).toBe('3,933')
  expect([votesWords('1.00000'), votesWords('2'), votesWords('0.50000')]).toEqual([
    '1 vote',
    '2 votes',
    '0.50000 votes',
  ])
})

test('a column is written alike all through', () => {
  expect(['7.00000', '0.50000'].map(columnFormat(['7.00000', '0.50000']))).toEqual(['7.00000', '0.50000'])
  expect(['7.00000', '0.00000'].map(columnFormat(['7.00000', '0.00000']))).toEqual(['7', '0'])
})

test('the point is the reader’s', async () => {
  await chooseLanguage('es')
  expect(brief('12412.45570')).toBe('12.412,45570')
  await chooseLanguage('ar')
  expect(brief('12412.45570')).toBe('12,412.45570')
})

test('decimals are compared exactly', () => {
  expect(units('9007199254740993.00002') > units('9007199254740993.00001')).toBe(true)
  expect([isZero('0'), isZero('0.00000'), isZero('0.00001')]).toEqual([true, true, false])
})
