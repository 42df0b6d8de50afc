import type { Transfer } from '#protocol/counting/transcript'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html } from 'lit'
import { formatSequence } from '../../language/format.ts'
import { icon } from '../../ui/icon.ts'
import type { CountReading } from '../reading/count-reading.ts'
import { brief, votesWords } from '../reading/exact.ts'
import { renderDecisions, renderTies } from './decisions.ts'
import { renderFigures } from './round-figures.ts'

/** So many values of ballots are named one by one. */
const MOST_VALUES = 4

/** One round: what moved, who was elected or eliminated and why, and behind a press every number. */
export function renderRound(count: CountReading, index: number): TemplateResult {
  const round = count.transcript.rounds[index]
  if (!round) return html``
  const number = index + 1
  return html`<article class="round" aria-labelledby="round-${index}">
    <h4 id="round-${index}">${msg(str`Round ${number}`)}</h4>
    ${round.transfers.map((transfer) => renderTransfer(count, transfer))}
    ${renderDecisions(count, index)}${renderTies(count, index)}
    <details>
      <summary>${msg(str`Votes in round ${number}`)}</summary>
      ${renderFigures(count, round, index)}
    </details>
  </article>`
}

function renderTransfer(count: CountReading, { kind, from, votes, values = [] }: Transfer): TemplateResult {
  const [name, amount] = [count.name(from), votesWords(votes)]
  const moved =
    kind === 'surplus'
      ? msg(str`What ${name} has above the quota goes to the next choices on the ballots: ${amount}.`)
      : msg(str`${name} is eliminated, and the votes go to the next choices on the ballots: ${amount}.`)
  return html`<p class="transfer">${icon('arrow')}<span>${moved} ${worthWords(values)}</span></p>`
}

/** What each of the ballots of a surplus is worth now. In a long count they may have hundreds of values. */
function worthWords(values: readonly string[]): string {
  const [most, least] = [values[0], values.at(-1)]
  if (most === undefined || least === undefined) return ''
  return values.length > MOST_VALUES
    ? msg(str`Each of these ballots is now worth between ${brief(least)} and ${brief(most)}.`)
    : msg(str`Each of these ballots is now worth: ${formatSequence(values.map(brief))}.`)
}
