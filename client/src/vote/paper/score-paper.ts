import { ownMember } from '#protocol/decode'
import type { Scores } from '#protocol/formats/votes'
import { isScored } from '#protocol/formats/votes'
import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { customElement } from 'lit/decorators.js'
import { classMap } from 'lit/directives/class-map.js'
import { localText } from '../../language/local-text.ts'
import { moveFocus } from '../../ui/urna-element.ts'
import type { Option } from '../choices.ts'
import { isFull } from '../choices.ts'
import { nameOf, PaperElement } from './paper-element.ts'
import type { ScoreMark } from './score-chips.ts'
import { isChipped, renderChips } from './score-chips.ts'
import { renderField } from './score-field.ts'
import { scores } from './score-styles.ts'

/** A paper to score on: each score is a button to press where there are few, else a number to write or to step through. */
@customElement('score-paper')
export class ScorePaper extends PaperElement {
  static override styles = [...PaperElement.styles, scores]

  /** The option whose score was just removed, and with it the button that did so. */
  #cleared: string | undefined

  protected override renderMarks(): TemplateResult {
    return html`<div class="options">
      ${this.contest.options.map((option) => this.#renderOption(option))}
    </div>`
  }

  #renderOption(option: Option): TemplateResult {
    const { contest } = this
    const score = ownMember(this.#scores, option.id)
    const off = score === undefined && isFull(contest, this.vote)
    const mark: ScoreMark = {
      id: option.id,
      highest: contest.maxScore ?? 0,
      score,
      off,
      choose: (chosen) => this.#score(option, chosen),
      clear: () => this.#clear(option),
      say: (words) => (this.said = words),
    }
    return html`<div
      class=${classMap({ scored: true, chosen: score !== undefined, off })}
      ?hidden=${!this.isShown(option)}
    >
      <div class="head">
        <span class="name" id=${`name-${option.id}`}>${localText(option.title)}</span>
        <span class="state small">${this.#renderState(option, mark)}</span>
      </div>
      ${isChipped(contest) ? renderChips(contest, mark) : renderField(mark, nameOf(option))}
    </div>`
  }

  #renderState(option: Option, { score, off }: ScoreMark): TemplateResult {
    const room = html`<span class="room" aria-hidden="true">${msg('Remove score')}</span>`
    if (score === undefined)
      return html`<span class="open">${off ? msg('Off') : msg('Not scored')}</span>${room}`
    return html`<button class="plain" @click=${() => this.#clear(option)}>
        <span>${msg('Remove score')}<span class="unseen"> ${nameOf(option)}</span></span></button
      >${room}`
  }

  get #scores(): Scores {
    return isScored(this.vote) ? this.vote : {}
  }

  #score({ id }: Option, score: number): void {
    if (ownMember(this.#scores, id) === undefined && isFull(this.contest, this.vote)) return
    this.choose({ ...this.#scores, [id]: score })
  }

  #clear({ id }: Option): void {
    this.#cleared = id
    this.choose(Object.fromEntries(Object.entries(this.#scores).filter(([option]) => option !== id)))
  }

  protected override inheritFocus(): void {
    const cleared = this.#cleared
    const input = this.renderRoot.querySelector<HTMLElement>(`input[data-option="${cleared ?? ''}"]`)
    if (input) moveFocus(input)
    else super.inheritFocus()
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'score-paper': ScorePaper
  }
}
