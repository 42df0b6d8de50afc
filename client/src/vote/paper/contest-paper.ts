import { markedOptions } from '#protocol/formats/votes'
import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { classMap } from 'lit/directives/class-map.js'
import { live } from 'lit/directives/live.js'
import { localText } from '../../language/local-text.ts'
import { icon } from '../../ui/icon.ts'
import type { Option } from '../choices.ts'
import { isFull } from '../choices.ts'
import { PaperElement, refuseClick } from './paper-element.ts'

/** A paper to choose on: native checkboxes, or radios where one choice is all. */
@customElement('contest-paper')
export class ContestPaper extends PaperElement {
  protected override renderMarks(): TemplateResult {
    const { contest } = this
    const single = contest.maxSelections === 1
    return html`<div
        class="options"
        role=${single ? 'radiogroup' : 'group'}
        aria-labelledby="question"
        aria-describedby="limit"
      >
        ${contest.options.map((option) => this.#renderOption(option, single))}
      </div>
      ${single ? this.#renderClear() : nothing}`
  }

  #renderOption(option: Option, single: boolean): TemplateResult {
    const isChosen = this.#chosen.includes(option.id)
    const off = !single && !isChosen && isFull(this.contest, this.vote)
    return html`<label
      class=${classMap({ option: true, chosen: isChosen, off })}
      ?hidden=${!this.isShown(option)}
    >
      <span class="mark">
        <input
          type=${single ? 'radio' : 'checkbox'}
          name=${this.contest.id}
          value=${option.id}
          .checked=${live(isChosen)}
          aria-disabled=${off ? 'true' : nothing}
          aria-describedby=${off ? 'why' : nothing}
          @click=${off ? refuseClick : nothing}
          @change=${this.#onChange}
        />
        ${icon('check')}
      </span>
      <span class="name">${localText(option.title)}</span>
      <span class="word" aria-hidden="true">
        <span class="state">${off ? msg('Off') : isChosen ? msg('Chosen') : nothing}</span>
        <span class="room">${msg('Chosen')}</span>
      </span>
    </label>`
  }

  /** A radio button cannot be unmarked by itself; the place is kept, so that nothing jumps. */
  #renderClear(): TemplateResult {
    return html`<p class="clear">
      ${
        this.#chosen.length > 0
          ? html`<button class="plain" @click=${() => this.choose([])}>${msg('Remove my choice')}</button>`
          : nothing
      }
    </p>`
  }

  get #chosen(): readonly string[] {
    return markedOptions(this.vote)
  }

  #onChange(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return
    const { value, checked, type } = event.target
    const others = this.#chosen.filter((id) => id !== value)
    if (type === 'radio') this.choose([value])
    else this.choose(checked && !isFull(this.contest, others) ? [...others, value] : others)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'contest-paper': ContestPaper
  }
}
