import type { Contest, Manifest } from '#protocol/formats/manifest'
import type { ContestResult } from '#protocol/formats/result'
import type { Transcript } from '#protocol/formats/transcript'
import { msg } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { localText } from '../../language/local-text.ts'
import { base } from '../../ui/styles.ts'
import { UrnaElement } from '../../ui/urna-element.ts'
import { CountReading } from '../reading/count-reading.ts'
import { ballotWords, ruleWords } from '../reading/method-words.ts'
import { countStyles } from './count-styles.ts'
import { matrixStyles } from './matrix-styles.ts'
import { renderPairs } from './pairs-view.ts'
import { renderPoints } from './points-view.ts'
import { renderRounds } from './rounds-view.ts'
import { voteTableStyles } from './vote-table-styles.ts'

/** The result of one contest that was ranked or scored, and how it came about. */
@customElement('counted-contest')
export class CountedContest extends UrnaElement {
  @property({ attribute: false }) manifest!: Manifest
  @property({ attribute: false }) contest!: Contest
  @property({ attribute: false }) result!: ContestResult
  @property({ attribute: false }) transcript!: Transcript
  @property({ type: Boolean }) final = false
  /** Under a title of the contest that stands already. */
  @property({ type: Boolean }) untitled = false

  static override styles = [base, voteTableStyles, countStyles, matrixStyles]

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('beforeprint', this.#unfold)
    window.addEventListener('afterprint', this.#foldAgain)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('beforeprint', this.#unfold)
    window.removeEventListener('afterprint', this.#foldAgain)
  }

  override render(): TemplateResult {
    if (this.untitled) return this.#renderCount()
    return html`<section aria-labelledby="title">
      <h2 id="title">${localText(this.contest.title)}</h2>
      ${this.#renderCount()}
    </section>`
  }

  #renderCount(): TemplateResult {
    const count = new CountReading(this)
    return html`<p class="quiet small">${ruleWords(count)}</p>
      ${this.final ? nothing : html`<p class="small">${msg('This is how the count would go if voting ended now.')}</p>`}
      ${renderCount(count)}
      <p class="quiet small">${ballotWords(count)}</p>`
  }

  /** What is folded on the screen is on paper too: nobody can press a page. */
  readonly #unfold = (): void => {
    for (const details of this.renderRoot.querySelectorAll<HTMLDetailsElement>('details:not([open])')) {
      details.dataset['folded'] = ''
      details.open = true
    }
  }

  readonly #foldAgain = (): void => {
    for (const details of this.renderRoot.querySelectorAll<HTMLDetailsElement>('details[data-folded]')) {
      delete details.dataset['folded']
      details.open = false
    }
  }
}

function renderCount(count: CountReading): TemplateResult {
  switch (count.method) {
    case 'irv':
    case 'stv-scottish':
    case 'stv-meek':
      return renderRounds(count)
    case 'schulze':
    case 'ranked-pairs':
      return renderPairs(count, count.transcript.pairwise ?? { preferred: [] })
    case 'score':
    case 'star':
    case 'borda':
    case 'plurality':
    case 'approval':
      return renderPoints(count)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'counted-contest': CountedContest
  }
}
