import type { Contest } from '#protocol/formats/manifest'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { classMap } from 'lit/directives/class-map.js'
import { live } from 'lit/directives/live.js'
import { formatNumber } from '../../language/format.ts'
import { icon } from '../../ui/icon.ts'
import { refuseClick } from './paper-element.ts'

/** One option to be scored. */
export interface ScoreMark {
  readonly id: string
  readonly highest: number
  readonly score: number | undefined
  /** True where no more options may be scored. */
  readonly off: boolean
  readonly choose: (score: number) => void
  readonly clear: () => void
  /** Has words read out. */
  readonly say: (words: () => string) => void
}

/** More buttons than these would be more than two rows on a phone. */
const MOST_CHIPS = 10
const MOST_STARS = 5

export function isChipped({ maxScore = 0 }: Pick<Contest, 'maxScore'>): boolean {
  return maxScore <= MOST_CHIPS
}

/** A radio button for each score, as a star for each point where there are few. */
export function renderChips({ method }: Pick<Contest, 'method'>, mark: ScoreMark): TemplateResult {
  const { id, highest, off } = mark
  const stars = method === 'star' && highest <= MOST_STARS
  const numbers = Array.from({ length: highest + 1 }, (_, number) => number)
  return html`<div
    class=${classMap({ chips: true, stars })}
    role="radiogroup"
    aria-labelledby=${`name-${id}`}
    aria-describedby=${off ? 'why' : nothing}
  >
    ${numbers.map((number) => renderChip(number, mark, stars))}
  </div>`
}

function renderChip(number: number, { id, score, off, choose }: ScoreMark, stars: boolean): TemplateResult {
  const filled = score !== undefined && number > 0 && number <= score
  return html`<label class=${classMap({ chip: true, filled })}>
    <input
      type="radio"
      name=${id}
      data-option=${id}
      value=${number}
      .checked=${live(number === score)}
      aria-disabled=${off ? 'true' : nothing}
      @click=${off ? refuseClick : nothing}
      @change=${() => choose(number)}
    />
    ${stars && number > 0 ? icon('star') : nothing}
    <span class="number">${formatNumber(number)}</span>
  </label>`
}
