import { configureLocalization } from '@lit/localize'
import { baseOf, directionOf } from './text-in.ts'

const STORAGE_KEY = 'urna-language'

/** Languages that the app's own words are translated into, besides English; each is a lazily loaded module. */
const TRANSLATIONS: Readonly<Record<string, () => Promise<{ templates: Record<string, never> }>>> = {}

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: 'en',
  targetLocales: Object.keys(TRANSLATIONS),
  loadLocale: (locale) =>
    TRANSLATIONS[locale]?.() ?? Promise.reject(new Error(`no translation into ${locale}`)),
})

const listeners = new Set<() => void>()
let chosen = 'en'

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

export async function chooseLanguage(language: string): Promise<void> {
  localStorage.setItem(STORAGE_KEY, language)
  await applyLanguage(language)
}

/** Takes up the language of an earlier visit, else the browser's. */
export async function startLanguage(): Promise<void> {
  await applyLanguage(localStorage.getItem(STORAGE_KEY) ?? navigator.language)
}

async function applyLanguage(language: string): Promise<void> {
  chosen = language
  const translated = [language, baseOf(language)].find((tag) => Object.hasOwn(TRANSLATIONS, tag)) ?? 'en'
  if (translated !== getLocale()) await setLocale(translated)
  document.documentElement.lang = getLocale()
  document.documentElement.dir = directionOf(getLocale())
  for (const listener of listeners) listener()
}
