import type { StrResult } from '@lit/localize'
import { msg } from '@lit/localize'
import { generateMsgId } from '@lit/localize/internal/id-generation.js'
import { interfaceLanguage, SOURCE_LANGUAGE } from './language.ts'

/**
 * Words with a count in them, in the plural form that the interface's language has for it: Arabic has six.
 *
 * @param one the English words for one; other languages have all their forms under the words of `other`.
 */
export function counted(count: number, one: string, other: StrResult): string {
  const language = interfaceLanguage()
  const form = new Intl.PluralRules(language).select(count)
  if (language === SOURCE_LANGUAGE && form === 'one') return one
  return msg(other, { id: `${generateMsgId(other.strings, false)}:${form}` })
}
