import type { Pairwise } from '#protocol/counting/transcript'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { formatNumber } from '../../language/format.ts'
import { localText } from '../../language/local-text.ts'
import type { CountReading } from '../reading/count-reading.ts'
import type { Pair } from '../reading/pairs.ts'
import { byWins, isLevel, pairsOf, winsOf } from '../reading/pairs.ts'
import { badgeOf, standingOf } from '../reading/standing.ts'
import { renderDecisions, renderTies } from './decisions.ts'
import { renderMatrix } from './pairs-matrix.ts'
import type { VoteRow } from './vote-table.ts'
import { renderVoteTable } from './vote-table.ts'

/** So many options at most are shown as a matrix: more would not fit on a page. */
const WIDEST_MATRIX = 9

/** Methods that compare every two options. */
export function renderPairs(count: CountReading, pairwise: Pairwise): TemplateResult {
  const candidates = byWins(count, pairwise)
  const hasMatrix = candidates.length <= WIDEST_MATRIX
  return html`${renderWins(count, pairwise, candidates)}
    <div class="part">
      ${renderDecisions(count, 0)}${renderTies(count, 0)}${renderChains(count, pairwise)}
    </div>
    <div class="part">
      <h3 id="pairs">${msg('Every pair compared')}</h3>
      <details class=${hasMatrix && !pairwise.victories ? 'either' : ''}>
        <summary>${msg('Which is preferred to which, and how often')}</summary>
        ${hasMatrix ? renderMatrix(count, pairwise, candidates) : nothing}
        <div class="list">${renderList(count, pairwise, candidates)}</div>
      </details>
    </div>`
}

function renderWins(count: CountReading, pairwise: Pairwise, candidates: readonly number[]): TemplateResult {
  const others = candidates.length - 1
  const rows = candidates.map((candidate) => {
    const wins = winsOf(pairwise, candidate)
    return {
      name: localText(count.title(candidate)),
      badge: badgeOf(standingOf(count, candidate)),
      bar: others > 0 ? wins / others : 0,
      cells: [msg(str`${wins} of ${others}`)],
    }
  })
  return html`${renderVoteTable({ labelledBy: 'title', columns: [msg('Options that it beats')], rows })}
    <p class="quiet small">${msg('How many of the other options each one beats, two and two compared.')}</p>`
}

function renderList(count: CountReading, pairwise: Pairwise, candidates: readonly number[]): TemplateResult {
  const rows = pairsOf(pairwise, candidates).map((pair) => pairRow(count, pair))
  return html`${
    pairwise.victories
      ? html`<p class="small">
          ${msg('Wins are looked at from the strongest on. Each is locked, unless it would close a circle with those locked before.')}
        </p>`
      : nothing
  }
  ${renderVoteTable({ labelledBy: 'pairs', columns: [msg('Votes')], rows })}`
}

function pairRow(count: CountReading, pair: Pair): VoteRow {
  const { winner, loser, votes, against, locked } = pair
  const [a, b] = [count.name(winner), count.name(loser)]
  return {
    name: isLevel(pair) ? msg(str`${a} and ${b} are level`) : msg(str`${a} beats ${b}`),
    ...(locked === undefined
      ? {}
      : { note: locked ? msg('Locked') : msg('Not locked: it would close a circle') }),
    bar: votes + against > 0 ? votes / (votes + against) : 0,
    cells: [msg(str`${formatNumber(votes)} to ${formatNumber(against)}`)],
  }
}

/** Schulze, where nothing beats all others: how strong the chains are from the elected to each of the others, and back. */
function renderChains(count: CountReading, pairwise: Pairwise): TemplateResult {
  const { paths } = pairwise
  const elected = count.transcript.rounds[0]?.elected ?? []
  const byChains = elected.filter(({ reason }) => reason.code === 'strongest-paths')
  if (!paths) return html``
  return html`${byChains.map(({ candidate }) => {
    const others = count.candidates.filter((other) => other !== candidate)
    return html`<p class="small">
        ${msg(str`The strongest chains of wins from ${count.name(candidate)} to each other option, and back (a chain is as strong as its weakest win):`)}
      </p>
      <ul class="chains">
        ${others.map((other) => html`<li>${chainWords(count.name(other), paths[candidate]?.[other] ?? 0, paths[other]?.[candidate] ?? 0)}</li>`)}
      </ul>`
  })}`
}

function chainWords(name: string, there: number, back: number): string {
  return msg(str`To ${name}: ${formatNumber(there)}. Back: ${formatNumber(back)}.`)
}
