import { ownMember } from '#protocol/decode'
import type { Contest, Manifest } from '#protocol/formats/manifest'
import type { ContestResult } from '#protocol/formats/result'
import type { Transcript } from '#protocol/formats/transcript'
import { canonicalJson } from '#protocol/json'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { formatList, formatNumber } from '../language/format.ts'
import { localText, plainText } from '../language/local-text.ts'
import { isolated } from '../language/text-in.ts'
import '../results/count/counted-contest.ts'
import { CountReading } from '../results/reading/count-reading.ts'
import type { Badge } from '../results/reading/standing.ts'
import { badgeOf, standingOf } from '../results/reading/standing.ts'
import { icon } from '../ui/icon.ts'
import { base } from '../ui/styles.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { comparison } from './comparison-styles.ts'

/** One contest as this device counted it, beside what the election office published. */
@customElement('contest-comparison')
export class ContestComparison extends UrnaElement {
  @property({ attribute: false }) manifest!: Manifest
  @property({ attribute: false }) contest!: Contest
  @property({ attribute: false }) ours!: ContestResult
  @property({ attribute: false }) published: ContestResult | undefined
  @property({ type: Boolean }) final = false

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
            this.#renderRow(
              localText(title),
              ownMember(ours.votes, id) ?? 0,
              published && ownMember(published.votes, id),
              this.#badge(id),
            ),
          )}
          ${this.#renderRow(msg('Left blank'), ours.blank, published?.blank, undefined)}
        </tbody>
      </table>
      ${this.#renderElected()} ${ours.transcript ? this.#renderCount(ours.transcript) : nothing}
    </section>`
  }

  /** What the numbers above are, and how this device came from them to who is elected. */
  #renderCount(transcript: Transcript): TemplateResult {
    const { manifest, contest, ours, published } = this
    const isOther = published && canonicalJson(published.transcript ?? {}) !== canonicalJson(transcript)
    return html`<p class="quiet small">${numberWords(contest)}</p>
      ${
        isOther
          ? html`<p class="wrong">
              ${icon('warning')}<span>${msg('The office tells another way to its result.')}</span>
            </p>`
          : nothing
      }
      <details>
        <summary>${msg('How this device counted')}</summary>
        <counted-contest
          .manifest=${manifest}
          .contest=${contest}
          .result=${ours}
          .transcript=${transcript}
          ?final=${this.final}
          untitled
        ></counted-contest>
      </details>`
  }

  #renderRow(
    name: TemplateResult | string,
    ours: number,
    published: number | undefined,
    badge: Pick<Badge, 'icon' | 'word'> | undefined,
  ): TemplateResult {
    const differs = published !== undefined && published !== ours
    return html`<tr role="row" class=${differs ? 'differs' : ''}>
      <th role="rowheader" scope="row">
        ${name} ${badge ? html`<span class="badge">${icon(badge.icon)}${badge.word}</span>` : nothing}
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

  #badge(id: string): Pick<Badge, 'icon' | 'word'> | undefined {
    const { manifest, contest, ours: result, final } = this
    const { transcript, elected, tied } = result
    if (transcript) {
      const count = new CountReading({ manifest, contest, result, transcript, final })
      return badgeOf(standingOf(count, contest.ties.indexOf(id)))
    }
    return elected.includes(id) && !tied.includes(id)
      ? { icon: 'elected', word: msg('Most votes') }
      : undefined
  }
}

/** The numbers of a contest that is ranked or scored are only where its count begins. */
function numberWords({ method }: Contest): string {
  switch (method) {
    case 'score':
    case 'star':
    case 'borda':
      return msg('The numbers are points.')
    case 'schulze':
    case 'ranked-pairs':
      return msg('The numbers say how many other options each one beats.')
    default:
      return msg('The numbers are first choices.')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'contest-comparison': ContestComparison
  }
}
