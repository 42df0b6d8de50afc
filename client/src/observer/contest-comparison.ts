import type { Contest } from '#protocol/formats/manifest'
import type { ContestResult } from '#protocol/formats/result'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { formatList, formatNumber } from '../language/format.ts'
import { localText, plainText } from '../language/local-text.ts'
import { isolated } from '../language/text-in.ts'
import { icon } from '../ui/icon.ts'
import { base } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { comparison } from './comparison-styles.ts'

/** One contest as this device counted it, beside what the election office published. */
@customElement('contest-comparison')
export class ContestComparison extends UrnaElement {
  @property({ attribute: false }) contest!: Contest
  @property({ attribute: false }) ours!: ContestResult
  @property({ attribute: false }) published: ContestResult | undefined

  static override styles = [base, comparison]

  override render(): TemplateResult {
    const { contest, ours, published } = this
    return html`<section aria-labelledby="title">
      <h3 id="title">${localText(contest.title)}</h3>
      <table role="table" aria-labelledby="title">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${msg('Option')}</th>
            <th role="columnheader" scope="col" class="number">${msg('This device')}</th>
            <th role="columnheader" scope="col" class="number">${msg('Published')}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${contest.options.map(({ id, title }) =>
            this.#renderRow(localText(title), ours.votes[id] ?? 0, published?.votes[id], this.#isElected(id)),
          )}
          ${this.#renderRow(msg('Left blank'), ours.blank, published?.blank, false)}
        </tbody>
      </table>
      ${this.#renderElected()}
    </section>`
  }

  #renderRow(
    name: TemplateResult | string,
    ours: number,
    published: number | undefined,
    elected: boolean,
  ): TemplateResult {
    const differs = published !== undefined && published !== ours
    return html`<tr role="row" class=${differs ? 'differs' : ''}>
      <th role="rowheader" scope="row">
        ${name} ${elected ? html`<span class="badge">${icon('elected')}${msg('Most votes')}</span>` : nothing}
        ${differs ? html`<span class="badge wrong">${icon('warning')}${msg('Differs')}</span>` : nothing}
      </th>
      <td role="cell" class="number ours">${formatNumber(ours)}</td>
      <td role="cell" class="number">${published === undefined ? '–' : formatNumber(published)}</td>
    </tr>`
  }

  /** The same votes and others elected is a lie, too. */
  #renderElected(): TemplateResult | typeof nothing {
    const { ours, published, contest } = this
    if (!published || ours.elected.join() === published.elected.join()) return nothing
    const names = contest.options.filter(({ id }) => published.elected.includes(id))
    const list = formatList(names.map(({ title }) => isolated(plainText(title))))
    return html`<p class="wrong">
      ${icon('warning')}<span>${msg(str`The office names others as elected: ${list}.`)}</span>
    </p>`
  }

  #isElected(id: string): boolean {
    return this.ours.elected.includes(id) && !this.ours.tied.includes(id)
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'contest-comparison': ContestComparison
  }
}
