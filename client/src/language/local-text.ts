import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { currentLanguage } from './language.ts'
import type { LocalizedText } from './text-in.ts'
import { directionOf, textIn } from './text-in.ts'

/** An election's own text, marked with the language it is in, so that it is read aloud and laid out as such. */
export function localText(texts: LocalizedText): TemplateResult {
  const { text, language } = textIn(texts, currentLanguage())
  return html`<span lang=${language} dir=${directionOf(language)}>${text}</span>`
}

/** The same as a plain string, for titles and labels. */
export function plainText(texts: LocalizedText): string {
  return textIn(texts, currentLanguage()).text
}
