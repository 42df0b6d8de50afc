import { paperOf } from '#protocol/formats/contest-method'
import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement } from 'lit/decorators.js'
import { classMap } from 'lit/directives/class-map.js'
import { live } from 'lit/directives/live.js'
import { formatNumber } from '../../language/format.ts'
import { localText } from '../../language/local-text.ts'
import { icon } from '../../ui/icon.ts'
import type { Option } from '../choices.ts'
import { isFull, isLimited } from '../choices.ts'
import { offWords } from '../paper-words.ts'
import type { Places } from '../ranking.ts'
import { indexOfPlace, placesOf, rankingOf, rankNext, unrank } from '../ranking.ts'
import { nameOf, PaperElement, refuseClick } from './paper-element.ts'
import './ranked-list.ts'
import type { RankedList, RankingStep } from './ranked-list.ts'
import { placeWords, stepWords, unrankedWords } from './ranking-words.ts'

/**
 * A paper to rank on: a tap gives an option the next place, another tap takes it back. The options stay where they are; below
 * them is the ranking in its order, to be changed.
 */
@customElement('ranking-paper')
export class RankingPaper extends PaperElement {
  /** Each step is said in words, with the place. */
  protected override readonly countSpeaks = false

  protected override renderMarks(): TemplateResult {
    return html`<div class="options" role="group" aria-labelledby="question" aria-describedby="limit">
      ${this.contest.options.map((option) => this.#renderOption(option))}
    </div>`
  }

  #renderOption(option: Option): TemplateResult {
    const { contest, vote } = this
    const place = indexOfPlace(this.#places, option.id) + 1
    const off = place === 0 && isFull(contest, vote)
    const described = off ? 'why' : place > 0 ? `place-${option.id}` : nothing
    return html`<label
      class=${classMap({ option: true, chosen: place > 0, off })}
      ?hidden=${!this.isShown(option)}
    >
      <span class="mark">
        <input
          type="checkbox"
          value=${option.id}
          .checked=${live(place > 0)}
          aria-disabled=${off ? 'true' : nothing}
          aria-describedby=${described}
          @click=${off ? refuseClick : nothing}
          @change=${() => this.#toggle(option)}
        />
        ${place > 0 ? html`<span class="place number" aria-hidden="true">${formatNumber(place)}</span>` : nothing}
      </span>
      <span class="name">${localText(option.title)}</span>
      ${isLimited(contest) ? renderOff(off) : nothing}
      ${place > 0 ? html`<span class="unseen" id=${`place-${option.id}`} aria-hidden="true">${placeWords(place)}</span>` : nothing}
    </label>`
  }

  protected override renderBelow(): TemplateResult {
    return html`<ranked-list
      .contest=${this.contest}
      .places=${this.#places}
      .mayShare=${paperOf(this.contest.method) === 'weak-ranking'}
      @urna-focus-gone=${this.#onListEmptied}
      @step=${(event: CustomEvent<RankingStep>) => this.#take(event.detail)}
    ></ranked-list>`
  }

  protected override renderTrayLink(): TemplateResult | typeof nothing {
    if (this.#places.length === 0) return nothing
    return html`<button class="plain" @click=${() => this.#list?.focusHeading()}>
      <span>${msg('Change')}<span class="unseen"> ${msg('Your ranking')}</span></span
      >${icon('down')}
    </button>`
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete()
    await this.#list?.updateComplete
    return done
  }

  /** Whoever has removed the last of the ranking stands where it began. */
  #onListEmptied(event: Event): void {
    event.stopPropagation()
    this.inheritFocus()
  }

  get #places(): Places {
    return placesOf(this.vote)
  }

  get #list(): RankedList | null {
    return this.renderRoot.querySelector('ranked-list')
  }

  #toggle(option: Option): void {
    const isRanked = indexOfPlace(this.#places, option.id) >= 0
    if (isRanked) this.#take({ option, places: unrank(this.#places, option.id) })
    else if (!isFull(this.contest, this.vote))
      this.#take({ option, places: rankNext(this.#places, option.id) })
  }

  #take({ option, places }: RankingStep): void {
    const { contest } = this
    const wasFull = isFull(contest, this.vote)
    this.choose(rankingOf(places))
    const isNewlyFull = !wasFull && isLimited(contest) && isFull(contest, this.vote)
    const isRanked = indexOfPlace(places, option.id) >= 0
    this.said = () => {
      const words = isRanked ? stepWords(contest, places, option) : unrankedWords(nameOf(option))
      return isNewlyFull ? `${words} ${offWords(contest)}` : words
    }
  }
}

/** The room of the word is kept from the start. */
function renderOff(off: boolean): TemplateResult {
  return html`<span class="word" aria-hidden="true">
    <span class=${off ? 'state' : 'room'}>${msg('Off')}</span>
  </span>`
}

declare global {
  interface HTMLElementTagNameMap {
    'ranking-paper': RankingPaper
  }
}
