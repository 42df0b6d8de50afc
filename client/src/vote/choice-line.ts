import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { formatNumber } from '../language/format.ts'
import { localText } from '../language/local-text.ts'
import type { Contest } from '#protocol/formats/manifest'
import type { ChoiceLine } from './choice-lines.ts'

/** "2 Ben = Chen", "Dana: 4 of 5", or the name alone. */
export function renderChoiceLine(
  { options, place, score }: ChoiceLine,
  { maxScore = 0 }: Contest,
): TemplateResult {
  const names = options.map(
    (option, index) =>
      html`${index > 0 ? html` <span class="equal">=</span> ` : nothing}${localText(option.title)}`,
  )
  if (place !== undefined)
    return html`<span class="place number">${formatNumber(place)}</span> <span>${names}</span>`
  if (score === undefined) return html`<span>${names}</span>`
  return html`<span class="scored">${names}</span>
    <span class="score number">${msg(str`${score} of ${maxScore}`)}</span>`
}
