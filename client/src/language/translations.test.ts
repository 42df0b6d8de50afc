import { describe, expect, test } from 'vitest'
import { messagesIn } from '../testing/messages-in.ts'
import { LANGUAGES } from './language.ts'
import type { Translation, Words } from './templates.ts'

const SOURCES = import.meta.glob<string>(
  ['../**/*.ts', '!../**/*.test.ts', '!../**/testing/**', '!./counted.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
)
const TRANSLATIONS = import.meta.glob<Translation>('./translations/*.json', {
  import: 'default',
  eager: true,
})

const found = Object.entries(SOURCES).map(([file, text]) =>
  messagesIn(file.replace('..', 'client/src'), text),
)
const messages = new Map(found.flatMap((each) => each.messages).map((message) => [message.source, message]))

test('every text that people read or hear can be translated', () => {
  expect(messages.size).toBeGreaterThan(200)
  expect(found.flatMap(({ faults }) => faults)).toEqual([])
})

describe.each(Object.entries(TRANSLATIONS))('%s', (file, translation) => {
  const language = file.replace(/^.*\/|\.json$/g, '')
  const entries = Object.entries(translation)

  test('can be chosen', () => {
    expect(LANGUAGES).toContain(language)
  })

  test('has every message', () => {
    expect([...messages.keys()].filter((source) => !Object.hasOwn(translation, source))).toEqual([])
  })

  test('has nothing that the app no longer says', () => {
    expect(Object.keys(translation).filter((source) => !messages.has(source))).toEqual([])
  })

  test('has each plural form of a count, and of nothing else', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
    const wrong = entries.filter(([source, words]) =>
      messages.get(source)?.counted === true
        ? typeof words === 'string' || Object.keys(words).toSorted().join() !== forms.join()
        : typeof words !== 'string',
    )
    expect(wrong).toEqual([])
  })

  test('says something, with the values that the source has', () => {
    const wrong = entries.filter(([source, words]) =>
      formsOf(words).some(
        ([form, each]) => each.trim() === '' || !hasValues(source, each, isOneNumber(language, form)),
      ),
    )
    expect(wrong).toEqual([])
  })
})

function formsOf(words: Words): readonly (readonly [string, string])[] {
  return typeof words === 'string' ? [['only', words]] : Object.entries(words)
}

/** None, one and two are words in some languages: there, and only there, a number may be missing. */
function hasValues(source: string, words: string, isWord: boolean): boolean {
  const [wanted, got] = [valuesIn(source), valuesIn(words)]
  const missing = wanted.filter((value) => !got.includes(value))
  return got.every((value) => wanted.includes(value)) && missing.length <= (isWord ? 1 : 0)
}

/** The form for one is also that for none in French: it cannot stand for the number. */
function isOneNumber(language: string, form: string): boolean {
  const rules = new Intl.PluralRules(language)
  return (
    Array.from({ length: 1000 }, (_, count) => rules.select(count)).filter((each) => each === form).length ===
    1
  )
}

function valuesIn(words: string): readonly string[] {
  return words.match(/\{\d+\}/g) ?? []
}

describe('a text is refused', () => {
  test.each([
    ['with a value and no str', 'msg(`You have ${n} votes`)'],
    ['put together from pieces', 'msg("You have " + n)'],
    ['as markup', 'msg(html`You have <b>${n}</b>`)'],
    ['counted without str', 'counted(n, "1 vote", `${n} votes`)'],
    ['bare in a template', 'html`<p>You have ${n} votes</p>`'],
    ['bare in an attribute that is read aloud', 'html`<nav aria-label="Your votes">${n}</nav>`'],
  ])('%s', (_, code) => {
    expect(messagesIn('x.ts', code).faults).not.toEqual([])
  })
})
