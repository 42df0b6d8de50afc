import type { Contest, Manifest } from '#protocol/formats/manifest'
import type { ContestResult } from '#protocol/formats/result'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { counted } from '../language/counted.ts'
import { formatList, formatNumber, formatSequence, formatShare } from '../language/format.ts'
import { localText, plainText } from '../language/local-text.ts'
import { isolated } from '../language/text-in.ts'
import type { IconName } from '../ui/icon.ts'
import { icon } from '../ui/icon.ts'
import { base } from '../ui/styles.ts'
import '../ui/ui-notice.ts'
import { UrnaElement } from '../ui/urna-element.ts'
import { chart } from './chart-styles.ts'
import type { OptionShare, ShareBase } from './shares.ts'
import { optionShares, shareBase, tieOrder } from './shares.ts'

interface Badge {
  readonly standing: 'elected' | 'tied'
  readonly icon: IconName
  readonly word: string
}

/** One contest's result: a table whose rows carry their own bar, so that chart and table cannot disagree. */
@customElement('contest-result')
export class ContestResultElement extends UrnaElement {
  @property({ attribute: false }) manifest!: Manifest
  @property({ attribute: false }) contest!: Contest
  @property({ attribute: false }) result!: ContestResult
  @property({ type: Boolean }) final = false

  static override styles = [base, chart]

  override render(): TemplateResult {
    const { contest, result } = this
    const of = shareBase(this.manifest, contest, result)
    const options = optionShares(contest, result, of)
    return html`<section aria-labelledby="title">
      <h2 id="title">${localText(contest.title)}</h2>
      <p class="quiet small">${seatWords(contest)}</p>
      <table role="table" aria-labelledby="title">
        <thead role="rowgroup" class="unseen">
          <tr role="row">
            <th role="columnheader" scope="col">${msg('Option')}</th>
            <th role="columnheader" scope="col">${msg('Votes')}</th>
            <th role="columnheader" scope="col">${msg('Share')}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${options.map((option) => this.#renderOption(option))}
        </tbody>
      </table>
      <p class="quiet small">${baseWords(of)} ${blankWords(result)}</p>
      ${result.tied.length > 0 ? this.#renderTie() : nothing}
    </section>`
  }

  #renderOption(option: OptionShare): TemplateResult {
    const { title, votes, share } = option
    const badge = this.#badge(option)
    return html`<tr role="row" class=${badge?.standing ?? ''}>
      <th role="rowheader" scope="row">
        ${localText(title)}
        ${badge ? html`<span class="badge">${icon(badge.icon)}${badge.word}</span>` : nothing}
      </th>
      <td role="cell" class="number votes">${formatNumber(votes)}</td>
      <td role="cell" class="number share">${formatShare(share)}</td>
      <td role="presentation" class="track" aria-hidden="true">
        <span class="bar" .style=${barStyle(share)}></span>
      </td>
    </tr>`
  }

  /** While votes are equal nobody is ahead; only the final result lets the published order decide. */
  #badge({ elected, tied }: OptionShare): Badge | undefined {
    if (tied && !this.final) return { standing: 'tied', icon: 'equal', word: msg('Tied') }
    if (!elected) return undefined
    return { standing: 'elected', icon: 'elected', word: this.final ? msg('Elected') : msg('Ahead') }
  }

  #renderTie(): TemplateResult {
    const names = tieOrder(this.contest, this.result).map((id) => {
      const option = this.contest.options.find((candidate) => candidate.id === id)
      return isolated(option ? plainText(option.title) : id)
    })
    const votes = this.result.votes[this.result.tied[0] ?? ''] ?? 0
    return html`<ui-notice icon="equal">
      <p>
        ${tieWords(formatList(names), votes)}
        ${
          this.final
            ? msg(str`The order published before the election decides: ${formatSequence(names)}.`)
            : msg(
                str`If it stayed so, the order published before the election would decide: ${formatSequence(names)}.`,
              )
        }
      </p>
    </ui-notice>`
  }
}

function tieWords(names: string, votes: number): string {
  return counted(
    votes,
    `A tie: ${names} have 1 vote each, and there is not a place for each of them.`,
    str`A tie: ${names} have ${formatNumber(votes)} votes each, and there is not a place for each of them.`,
  )
}

function seatWords({ method, seats }: Contest): string {
  const rule =
    method === 'approval' ? msg('Approval: each voter chose any number.') : msg('The most votes win.')
  const places = counted(seats, '1 place.', str`${seats} places.`)
  return `${rule} ${places}`
}

function baseWords({ kind, total }: ShareBase): string {
  return kind === 'ballots'
    ? counted(
        total,
        'Shares are of the 1 ballot with a choice here.',
        str`Shares are of the ${formatNumber(total)} ballots with a choice here.`,
      )
    : counted(
        total,
        'Some ballots weigh more than others; shares are of the 1 vote.',
        str`Some ballots weigh more than others; shares are of all ${formatNumber(total)} votes.`,
      )
}

function blankWords({ blank }: ContestResult): string {
  return msg(str`Left blank: ${formatNumber(blank)}.`)
}

/** Bound to the property and not to the attribute, which the site's content security policy would refuse. */
function barStyle(share: number): string {
  return `inline-size: ${Math.min(100, share * 100).toFixed(2)}%`
}
