import type { Contest } from '#protocol/formats/manifest'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { formatNumber } from '../../language/format.ts'
import { localText } from '../../language/local-text.ts'
import { icon } from '../../ui/icon.ts'
import { base, buttons } from '../../ui/styles.ts'
import { moveFocus, UrnaElement } from '../../ui/urna-element.ts'
import type { Option } from '../choices.ts'
import type { Places } from '../ranking.ts'
import { canMove, joinAbove, move, unrank } from '../ranking.ts'
import { nameOf } from './paper-element.ts'
import { rankedList } from './ranked-list-styles.ts'

/** One step of a voter: the ranking after it, and the option that it was about. */
export interface RankingStep {
  readonly option: Option
  readonly places: Places
}

type Control = 'up' | 'down' | 'join' | 'remove'

/** The ranking in its order. Buttons move, join and remove; dispatches `step` with a {@link RankingStep}. */
@customElement('ranked-list')
export class RankedList extends UrnaElement {
  @property({ attribute: false }) contest!: Pick<Contest, 'options'>
  @property({ attribute: false }) places: Places = []
  /** Whether options may share a place. */
  @property({ type: Boolean }) mayShare = false

  /** What was pressed last: a row that moves would leave the focus behind. */
  #pressed: { readonly option: string; readonly control: Control } | undefined

  static override styles = [base, buttons, rankedList]

  override render(): TemplateResult {
    return html`<section aria-labelledby="ranking">
      <h2 id="ranking">${msg('Your ranking')}</h2>
      ${
        this.places.length === 0
          ? html`<p class="quiet">${msg('What you tap stands here in your order.')}</p>`
          : html`<ol>
              ${repeat(
                this.#inPaperOrder(),
                ([first]) => first?.id,
                (equals, index) => this.#renderPlace(equals, index + 1),
              )}
            </ol>`
      }
    </section>`
  }

  #renderPlace(equals: readonly Option[], place: number): TemplateResult {
    return html`<li>
      <span class="place number">${formatNumber(place)}</span>
      <div class="equals">${equals.map((option) => this.#renderOption(option, place))}</div>
    </li>`
  }

  #renderOption(option: Option, place: number): TemplateResult {
    const name = nameOf(option)
    return html`<div class="ranked">
      <span class="name">${localText(option.title)}</span>
      <span class="controls">
        ${this.#renderControl(option, 'up', msg(str`Move ${name} up`))}
        ${this.#renderControl(option, 'down', msg(str`Move ${name} down`))}
        ${this.#renderControl(option, 'remove', msg(str`Remove ${name}`))}
      </span>
      ${this.mayShare && place > 1 ? this.#renderJoin(option, place - 1) : nothing}
    </div>`
  }

  #renderControl(option: Option, control: 'up' | 'down' | 'remove', label: string): TemplateResult {
    const off = control !== 'remove' && !canMove(this.places, option.id, control)
    return html`<button
      class="control"
      data-control=${`${option.id} ${control}`}
      aria-label=${label}
      title=${label}
      aria-disabled=${off ? 'true' : nothing}
      @click=${() => this.#press(option, control)}
    >
      ${icon(control === 'remove' ? 'cross' : control)}
    </button>`
  }

  #renderJoin(option: Option, place: number): TemplateResult {
    return html`<span class="join"
      ><button class="plain" data-control=${`${option.id} join`} @click=${() => this.#press(option, 'join')}>
        ${icon('equal')}<span
          >${msg(str`Share place ${place}`)}<span class="unseen"> ${nameOf(option)}</span></span
        >
      </button></span
    >`
  }

  #inPaperOrder(): readonly (readonly Option[])[] {
    return this.places.map((equals) => this.contest.options.filter(({ id }) => equals.includes(id)))
  }

  #press(option: Option, control: Control): void {
    const places = this.#after(option.id, control)
    if (places === this.places) return
    this.#pressed = { option: this.#heir(option.id, control), control }
    this.dispatchEvent(new CustomEvent<RankingStep>('step', { detail: { option, places } }))
  }

  #after(option: string, control: Control): Places {
    if (control === 'remove') return unrank(this.places, option)
    return control === 'join' ? joinAbove(this.places, option) : move(this.places, option, control)
  }

  /** Whose control has the focus afterwards: of an option that is removed the next one's, or the one's before. */
  #heir(option: string, control: Control): string {
    if (control !== 'remove') return option
    const order = this.places.flat()
    const at = order.indexOf(option)
    return order[at + 1] ?? order[at - 1] ?? option
  }

  protected override updated(): void {
    const pressed = this.#pressed
    this.#pressed = undefined
    const target =
      pressed && (this.#control(pressed.option, pressed.control) ?? this.#control(pressed.option, 'up'))
    if (target) moveFocus(target)
    else super.updated()
  }

  #control(option: string, control: Control): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-control="${option} ${control}"]`)
  }

  focusHeading(): void {
    const heading = this.renderRoot.querySelector('h2')
    if (!heading) return
    heading.scrollIntoView({ block: 'start' })
    moveFocus(heading)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ranked-list': RankedList
  }
}
