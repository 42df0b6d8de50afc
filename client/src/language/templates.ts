import type { TemplateMap } from '@lit/localize'
import { generateMsgId } from '@lit/localize/internal/id-generation.js'

/** One message in another language: its words, or those of each plural form of a count. `{0}` stands for the first value. */
export type Words = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>

/** By the English words of each message, with `{0}` for its first value. */
export type Translation = Readonly<Record<string, Words>>

const VALUE = /\{(\d+)\}/

/** A translation as @lit/localize looks it up: by the hash of the English words. */
export function templatesOf(translation: Translation): TemplateMap {
  const entries = Object.entries(translation).flatMap(([source, words]) => {
    const id = generateMsgId(source.split(/\{\d+\}/), false)
    if (typeof words === 'string') return [[id, templateOf(words)] as const]
    return Object.entries(words).map(([form, each]) => [`${id}:${form}`, templateOf(each)] as const)
  })
  return Object.fromEntries(entries)
}

function templateOf(words: string): TemplateMap[string] {
  // What a capturing group splits at stands between: words, number, words, number, words.
  const parts = words.split(VALUE)
  if (parts.length === 1) return words
  const strings = parts.filter((_, place) => place % 2 === 0)
  const values = parts.filter((_, place) => place % 2 === 1).map(Number)
  return { strTag: true, strings: Object.assign(strings, { raw: strings }), values }
}
