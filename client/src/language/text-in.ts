/** A text as a manifest carries it, by language tag: `{"en": "Chair", "es": "Presidencia"}`. Never empty. */
export type LocalizedText = Readonly<Record<string, string>>

export interface TextInLanguage {
  readonly text: string
  /** The language that the text is really in, which may not be the one that was asked for. */
  readonly language: string
}

const RIGHT_TO_LEFT = ['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']

/** The text in `language`, else in its base language or a sister of it, else in English, else in the first there is. */
export function textIn(texts: LocalizedText, language: string): TextInLanguage {
  const available = Object.keys(texts)
  const sister = available.find((tag) => baseOf(tag) === baseOf(language))
  const chosen = [language, baseOf(language), sister, 'en', available[0]].find(
    (tag) => tag !== undefined && Object.hasOwn(texts, tag),
  )
  return { text: texts[chosen ?? ''] ?? '', language: chosen ?? 'en' }
}

/** The languages that any of the texts offers, in the order they first appear. */
export function languagesOf(texts: readonly LocalizedText[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => Object.keys(text)))]
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(baseOf(language)) ? 'rtl' : 'ltr'
}

export function baseOf(language: string): string {
  return language.split('-')[0] ?? language
}

/** Text of unknown direction inside a sentence, such as a name or an address: it neither turns nor is turned by what is around it. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`
}

/** A language by the name that it gives itself. */
export function languageName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}
