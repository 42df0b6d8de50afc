import type { LocaleModule } from '@lit/localize'
import { configureLocalization } from '@lit/localize'
import type { Translation } from './templates.ts'
import { baseOf, directionOf } from './text-in.ts'

const STORAGE_KEY = 'urna-language'

/** The language in which the app's own words stand in the source. */
export const SOURCE_LANGUAGE = 'en'

/** The languages that the app's own words are translated into; each is loaded when it is read for the first time. */
const TRANSLATIONS: Readonly<Record<string, () => Promise<{ readonly default: Translation }>>> = {
  es: () => import('./translations/es.json'),
  fr: () => import('./translations/fr.json'),
  ar: () => import('./translations/ar.json'),
}

/** What a reader can choose, whatever an election is written in. */
export const LANGUAGES: readonly string[] = [SOURCE_LANGUAGE, ...Object.keys(TRANSLATIONS)]

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: SOURCE_LANGUAGE,
  targetLocales: Object.keys(TRANSLATIONS),
  loadLocale,
})

const listeners = new Set<() => void>()
let chosen = SOURCE_LANGUAGE
let started = Promise.resolve()

/** The language that the voter reads; an election's texts may have it where the app's own words do not. */
export function currentLanguage(): string {
  return chosen
}

/** The language that the app's own words are in now. */
export function interfaceLanguage(): string {
  return getLocale()
}

export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** @throws what the browser throws when the translation is not on this phone and cannot be fetched; nothing changes then. */
export async function chooseLanguage(language: string): Promise<void> {
  await applyLanguage([language, ...navigator.languages])
  localStorage.setItem(STORAGE_KEY, language)
}

/** Takes up the language of an earlier visit, else the browser's. Without its translation, the words stay English. */
export function startLanguage(): void {
  const kept = localStorage.getItem(STORAGE_KEY)
  const wanted = kept === null ? navigator.languages : [kept, ...navigator.languages]
  started = applyLanguage(wanted).catch(console.error)
}

/** Resolves once the words of {@link startLanguage} are there: no screen begins in one language and goes on in another. */
export function languageStarted(): Promise<void> {
  return started
}

/** @param wanted the most welcome first; the app's own words are in the first of them that there is a translation into. */
async function applyLanguage(wanted: readonly string[]): Promise<void> {
  const before = getLocale()
  try {
    await setLocale(wanted.map(baseOf).find((tag) => LANGUAGES.includes(tag)) ?? SOURCE_LANGUAGE)
  } catch (error) {
    // Without this the library takes the failed language for one that is still loading, and never asks for it again.
    await setLocale(before)
    throw error
  }
  chosen = wanted[0] ?? SOURCE_LANGUAGE
  document.documentElement.lang = getLocale()
  document.documentElement.dir = directionOf(getLocale())
  for (const listener of listeners) listener()
}

async function loadLocale(language: string): Promise<LocaleModule> {
  const load = TRANSLATIONS[language]
  if (!load) throw new Error(`no translation into ${language}`)
  const [{ default: translation }, { templatesOf }] = await Promise.all([load(), import('./templates.ts')])
  return { templates: templatesOf(translation) }
}
