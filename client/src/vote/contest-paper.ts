import type { Contest } from '#protocol/formats/manifest'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { classMap } from 'lit/directives/class-map.js'
import { live } from 'lit/directives/live.js'
import { counted } from '../language/counted.ts'
import { localText } from '../language/local-text.ts'
import { icon } from '../ui/icon.ts'
import { base, buttons, layout } from '../ui/styles.ts'
import { moveFocus, UrnaElement } from '../ui/urna-element.ts'
import type { Option } from './choices.ts'
import { countWords, isFull, isLimited, limitWords } from './choices.ts'
import { paper } from './paper-styles.ts'

/**
 * One contest as a paper to mark. Native radios and checkboxes; nothing is chosen before the voter chooses, all options
 * look alike, and a choice beyond the limit cannot be made. Dispatches `choose` with the ids that are chosen now.
 */
@customElement('contest-paper')
export class ContestPaper extends UrnaElement {
  @property({ attribute: false }) contest!: Contest
  @property({ attribute: false }) chosen: readonly string[] = []
  /** "Contest 1 of 3" */
  @property() position = ''

  /** True when the question takes so much of the screen that it would cover the options if it stayed in view. */
  @state() private tall = false

  static override styles = [base, layout, buttons, paper]

  /** Text may be enlarged, or the phone turned, at any time. */
  protected override firstUpdated(): void {
    const header = this.renderRoot.querySelector('header')
    if (header) new ResizeObserver(() => this.#makeRoom(header.offsetHeight)).observe(header)
  }

  /** What the keyboard comes to is scrolled to below the question that stays in view, and not behind it. */
  #makeRoom(height: number): void {
    this.tall = height > 0.4 * window.innerHeight
    this.style.setProperty('--question', `${height}px`)
  }

  override render(): TemplateResult {
    const { contest, chosen } = this
    const single = contest.maxSelections === 1
    return html`
      <header class=${this.tall ? 'tall' : ''}>
        <p class="quiet small">${this.position}</p>
        <h1 id="question">${localText(contest.title)}</h1>
        <p class="limit">
          <strong id="limit">${limitWords(contest)}</strong>
          <span class="quiet" role="status">${countWords(contest, chosen.length)}</span>
        </p>
        ${isLimited(contest) ? this.#renderWhyOff() : nothing}
      </header>
      ${
        contest.seats > 1 || contest.method === 'approval'
          ? html`<p class="quiet seats">${seatWords(contest.seats)}</p>`
          : nothing
      }
      <div
        class="options"
        role=${single ? 'radiogroup' : 'group'}
        aria-labelledby="question"
        aria-describedby="limit"
      >
        ${contest.options.map((option) => this.#renderOption(option, single))}
      </div>
      ${single ? this.#renderClear() : nothing}
    `
  }

  #renderOption(option: Option, single: boolean): TemplateResult {
    const isChosen = this.chosen.includes(option.id)
    const off = !single && !isChosen && isFull(this.contest, this.chosen)
    return html`<label class=${classMap({ option: true, chosen: isChosen, off })}>
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

  /** Always there and only sometimes seen, so that no option moves under the finger. */
  #renderWhyOff(): TemplateResult {
    const { maxSelections } = this.contest
    const off = isFull(this.contest, this.chosen)
    return html`<p id="why" class="why small ${off ? '' : 'waiting'}">
      ${msg(str`${maxSelections} are chosen, so the others are off. To choose another, first remove one.`)}
    </p>`
  }

  /** A radio button cannot be unmarked by itself; the place is kept, so that nothing jumps. */
  #renderClear(): TemplateResult {
    return html`<p class="clear">
      ${
        this.chosen.length > 0
          ? html`<button class="plain" @click=${() => this.#choose([])}>${msg('Remove my choice')}</button>`
          : nothing
      }
    </p>`
  }

  /** Only the button that removes a choice ever goes: whoever pressed it is about to choose again. */
  protected override inheritFocus(): void {
    const option = this.renderRoot.querySelector('input')
    if (option) moveFocus(option)
  }

  #onChange(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return
    const { value, checked, type } = event.target
    const others = this.chosen.filter((id) => id !== value)
    if (type === 'radio') this.#choose([value])
    else this.#choose(checked && !isFull(this.contest, others) ? [...others, value] : others)
  }

  #choose(chosen: readonly string[]): void {
    this.chosen = chosen
    this.dispatchEvent(new CustomEvent<readonly string[]>('choose', { detail: chosen }))
  }
}

function seatWords(seats: number): string {
  return counted(seats, '1 will be elected.', str`${seats} will be elected.`)
}

function refuseClick(event: Event): void {
  event.preventDefault()
}

declare global {
  interface HTMLElementTagNameMap {
    'contest-paper': ContestPaper
  }
}
