import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import type { ScoreMark } from './score-chips.ts'

const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }

/** A number to write, between buttons that step: what is no score is not taken. */
export function renderField(mark: ScoreMark, name: string): TemplateResult {
  const { id, highest, score, off } = mark
  const step = (by: number): void => {
    if (off) return
    const next = Math.min(highest, Math.max(0, (score ?? 0) + by))
    mark.choose(next)
    mark.say(() => msg(str`${name}: ${next} of ${highest}`))
  }
  return html`<div class="stepper">
    ${renderStep('−', msg(str`Lower the score of ${name}`), off || score === 0, () => step(-1))}
    <input
      type="text"
      inputmode="numeric"
      autocomplete="off"
      role="spinbutton"
      data-option=${id}
      aria-labelledby=${`name-${id}`}
      aria-describedby=${off ? 'why' : `most-${id}`}
      aria-valuemin="0"
      aria-valuemax=${highest}
      aria-valuenow=${score ?? nothing}
      ?readonly=${off}
      .value=${live(score === undefined ? '' : String(score))}
      @input=${(event: Event) => readField(event, mark)}
      @keydown=${(event: KeyboardEvent) => {
        const by = STEPS[event.key]
        if (by === undefined) return
        event.preventDefault()
        step(by)
      }}
    />
    ${renderStep('+', msg(str`Raise the score of ${name}`), off || score === highest, () => step(1))}
    <span class="quiet number" id=${`most-${id}`}>${msg(str`of ${highest}`)}</span>
  </div>`
}

function renderStep(sign: string, label: string, off: boolean, press: () => void): TemplateResult {
  return html`<button
    aria-label=${label}
    title=${label}
    aria-disabled=${off ? 'true' : nothing}
    @click=${off ? nothing : press}
  >
    ${sign}
  </button>`
}

/** What would be no score, or too great a one, is taken out again at once, and said. */
function readField({ target }: Event, { highest, score, choose, clear, say }: ScoreMark): void {
  if (!(target instanceof HTMLInputElement)) return
  const written = inOurDigits(target.value.trim())
  if (written === '') return clear()
  if (/^\d{1,3}$/.test(written) && Number(written) <= highest) return choose(Number(written))
  target.value = score === undefined ? '' : String(score)
  say(() => msg(str`A score is a number from 0 to ${highest}.`))
}

/** Phones that write Arabic or Persian have digits of their own on the keys; their codes end in the number. */
function inOurDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
}
