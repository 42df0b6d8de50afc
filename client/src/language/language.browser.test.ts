import { userEvent } from 'vitest/browser'
import { afterEach, expect, test } from 'vitest'
import { turnoutWords } from '../results/result-words.ts'
import { mount } from '../testing/mount.ts'
import { formatNumber, formatShare } from './format.ts'
import {
  chooseLanguage,
  currentLanguage,
  interfaceLanguage,
  startLanguage,
  languageStarted,
} from './language.ts'
import './language-switch.ts'

afterEach(async () => {
  await chooseLanguage('en')
  localStorage.clear()
})

test('a count has the plural form of its language, of which Arabic has six', async () => {
  const words = (): readonly string[] => [0, 1, 2, 3, 11, 100].map((count) => turnoutWords(count, undefined))
  expect(words()).toEqual(['0 ballots', '1 ballot', '2 ballots', '3 ballots', '11 ballots', '100 ballots'])
  await chooseLanguage('ar')
  expect(words()).toEqual(['لا بطاقات', 'بطاقة واحدة', 'بطاقتان', '3 بطاقات', '11 بطاقة', '100 بطاقة'])
})

test('numbers are written as the reader of the language writes them, in Arabic with the digits of a voting code', async () => {
  await chooseLanguage('ar')
  expect(formatNumber(1234)).toBe('1,234')
  expect(formatShare(0.419)).toContain('41.9')
})

test('the document takes the language and its direction, and the choice is kept', async () => {
  await chooseLanguage('ar')
  expect(document.documentElement).toMatchObject({ lang: 'ar', dir: 'rtl' })
  await chooseLanguage('en')
  localStorage.setItem('urna-language', 'ar')
  startLanguage()
  await languageStarted()
  expect(document.documentElement).toMatchObject({ lang: 'ar', dir: 'rtl' })
})

test('a language of the election alone leaves the app’s words in the best that the browser asks for', async () => {
  await chooseLanguage('eu')
  expect([currentLanguage(), interfaceLanguage()]).toEqual(['eu', 'en'])
})

test('the switch offers the app’s languages and those of the election, and says what it has done where the focus is', async () => {
  const element = mount('language-switch', { languages: ['en', 'ar-EG', 'de'] })
  await element.updateComplete
  const select = element.renderRoot.querySelector('select')
  const names = [...(select?.options ?? [])].map(({ text }) => text.trim())
  expect(names).toEqual(expect.arrayContaining(['English', 'العربية', 'Deutsch']))
  expect(names.filter((name) => name.startsWith('العربية'))).toHaveLength(1)
  select?.focus()
  await userEvent.selectOptions(select ?? document.body, 'ar')
  await expect.poll(() => element.renderRoot.querySelector('[role=status]')?.textContent).toContain('العربية')
  expect(element.renderRoot.querySelector(':focus')).toBe(select)
})
