import type { Contest } from '#protocol/formats/manifest'
import type { Vote } from '#protocol/formats/votes'
import { isBlank, markedOptions } from '#protocol/formats/votes'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { localText, plainText } from '../../language/local-text.ts'
import { isolated } from '../../language/text-in.ts'
import { base, buttons, fields, layout } from '../../ui/styles.ts'
import { moveFocus, UrnaElement } from '../../ui/urna-element.ts'
import type { Option } from '../choices.ts'
import { isFull, isLimited } from '../choices.ts'
import { countWords, howWords, limitWords, offWords, orderWords, seatWords } from '../paper-words.ts'
import { isLong, matches } from './long-paper.ts'
import './option-filter.ts'
import { paper } from './paper-styles.ts'
import { tray } from './tray-styles.ts'
import { trayWords } from './tray-words.ts'

/**
 * One contest as a paper to mark, whatever its kind: the question that stays in view, the options, and on a long paper a
 * field to find one and what is marked so far. Nothing is marked before the voter marks it, all options look alike, and
 * what is beyond the limit cannot be marked. Dispatches `choose` with the vote as it is now.
 */
export abstract class PaperElement extends UrnaElement {
  @property({ attribute: false }) contest!: Contest
  @property({ attribute: false }) vote!: Vote
  /** "Contest 1 of 3" */
  @property() position = ''

  /** True when the question takes so much of the screen that it would cover the options if it stayed in view. */
  @state() private tall = false
  @state() private filter = ''
  /** What was just done, for those who hear the page; a function, so that it follows the language. */
  @state() protected said: () => string = () => ''
  /** Whether the count is read out when it changes, which is enough where each mark speaks for itself. */
  protected readonly countSpeaks: boolean = true

  static override styles = [base, layout, buttons, fields, paper, tray]

  /** Text may be enlarged, or the phone turned, at any time. */
  protected override firstUpdated(): void {
    const observe = (selector: string, length: string): void => {
      const part = this.renderRoot.querySelector<HTMLElement>(selector)
      if (part)
        new ResizeObserver(() => this.style.setProperty(length, `${part.offsetHeight}px`)).observe(part)
    }
    observe('.tray', '--tray')
    const header = this.renderRoot.querySelector('header')
    if (header) new ResizeObserver(() => this.#makeRoom(header.offsetHeight)).observe(header)
  }

  /** What the keyboard comes to is scrolled to below the question that stays in view, and not behind it. */
  #makeRoom(height: number): void {
    this.tall = height > 0.4 * window.innerHeight
    this.style.setProperty('--question', `${height}px`)
  }

  override render(): TemplateResult {
    const { contest } = this
    return html`
      ${this.#renderQuestion()}
      <div class="notes quiet">
        ${contest.seats > 1 || contest.method !== 'plurality' ? html`<p>${seatWords(contest.seats)}</p>` : nothing}
        ${[howWords(contest), orderWords(contest)].map((words) => (words === undefined ? nothing : html`<p>${words}</p>`))}
      </div>
      <div class=${this.tall ? 'tall' : ''}>
        ${isLong(contest) ? this.#renderFilter() : nothing} ${this.renderMarks()}
        ${isLong(contest) ? this.#renderTray() : nothing}
      </div>
      ${this.renderBelow()}
      <p class="unseen" role="status">${this.said()}</p>
    `
  }

  protected abstract renderMarks(): TemplateResult

  protected renderBelow(): TemplateResult | typeof nothing {
    return nothing
  }

  #renderQuestion(): TemplateResult {
    const { contest, vote } = this
    const count = countWords(contest, markedOptions(vote).length)
    return html`<header class=${this.tall ? 'tall' : ''}>
      <p class="quiet small">${this.position}</p>
      <h1 id="question">${localText(contest.title)}</h1>
      <p class="limit">
        <strong id="limit">${limitWords(contest)}</strong>
        <span class="quiet" role=${this.countSpeaks ? 'status' : nothing}>${count}</span>
      </p>
      ${isLimited(contest) && !isLong(contest) ? this.#renderWhyOff() : nothing}
    </header>`
  }

  /** Always there and only sometimes seen, so that no option moves under the finger. */
  #renderWhyOff(): TemplateResult {
    const off = isFull(this.contest, this.vote)
    return html`<p id="why" class="why small ${off ? '' : 'waiting'}">${offWords(this.contest)}</p>`
  }

  #renderFilter(): TemplateResult {
    const { options } = this.contest
    return html`<option-filter
      .total=${options.length}
      .shown=${options.filter((option) => this.isShown(option)).length}
      @filter=${(event: CustomEvent<string>) => (this.filter = event.detail)}
    ></option-filter>`
  }

  /** It lies over the options and moves none, so on a long paper the reason why the others are off stands here. */
  #renderTray(): TemplateResult {
    const { contest, vote } = this
    return html`<div class="tray small" ?hidden=${isBlank(vote)}>
      <p>${trayWords(contest, vote)}</p>
      ${this.renderTrayLink()} ${isLimited(contest) && isFull(contest, vote) ? this.#renderWhyOff() : nothing}
    </div>`
  }

  protected renderTrayLink(): TemplateResult | typeof nothing {
    return nothing
  }

  protected isShown(option: Option): boolean {
    return matches(plainText(option.title), this.filter)
  }

  /** Only a button that takes a mark away ever goes: whoever pressed it is about to mark again. */
  protected override inheritFocus(): void {
    const option = this.renderRoot.querySelector<HTMLElement>('.options input')
    if (option) moveFocus(option)
  }

  protected choose(vote: Vote): void {
    this.vote = vote
    this.dispatchEvent(new CustomEvent<Vote>('choose', { detail: vote }))
  }
}

/** The name of an option inside a sentence, or as the name of a button. */
export function nameOf({ title }: Option): string {
  return isolated(plainText(title))
}

export function refuseClick(event: Event): void {
  event.preventDefault()
}
