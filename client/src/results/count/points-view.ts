import type { Round } from '#protocol/counting/transcript'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { formatAverage, formatShare } from '../../language/format.ts'
import { localText } from '../../language/local-text.ts'
import type { CountReading } from '../reading/count-reading.ts'
import { columnFormat, roughly } from '../reading/exact.ts'
import { badgeOf, standingOf } from '../reading/standing.ts'
import { renderDecisions, renderTies } from './decisions.ts'
import { renderVoteTable } from './vote-table.ts'

/** Methods that add points up: score, Borda, and STAR with its runoff. */
export function renderPoints(count: CountReading): TemplateResult {
  const { rounds } = count.transcript
  if (rounds.length === 0) return html`<p>${msg('No points have been given.')}</p>`
  return html`${rounds.map((round, index) =>
    isRunoff(round) ? renderRunoff(count, round, index) : renderScores(count, round, index),
  )}`
}

function renderScores(count: CountReading, { votes }: Round, index: number): TemplateResult {
  const format = columnFormat(votes)
  const longest = mostPoints(count, votes)
  const points = (candidate: number): string => votes[candidate] ?? '0'
  const rows = [...count.candidates]
    .sort((a, b) => roughly(points(b)) - roughly(points(a)))
    .map((candidate) => ({
      name: localText(count.title(candidate)),
      badge: badgeOf(standingOf(count, candidate)),
      bar: longest > 0 ? roughly(points(candidate)) / longest : 0,
      cells: [
        format(points(candidate)),
        ...(hasAverage(count) ? [formatAverage(roughly(points(candidate)) / count.voters)] : []),
      ],
    }))
  const columns = [msg('Points'), ...(hasAverage(count) ? [msg('Average')] : [])]
  const isOnly = count.transcript.rounds.length === 1
  return html`<div class=${isOnly ? 'whole' : 'part'}>
    ${isOnly ? nothing : html`<h3 id="points-${index}">${msg('Points')}</h3>`}
    ${renderVoteTable({ labelledBy: isOnly ? 'title' : `points-${index}`, columns, rows })}
    <p class="quiet small">${averageWords(count)}</p>
    ${renderDecisions(count, index)}${renderTies(count, index)}
  </div>`
}

function renderRunoff(count: CountReading, { votes, elected }: Round, index: number): TemplateResult {
  const finalists = elected.flatMap(({ candidate, reason }) =>
    reason.code === 'runoff' ? [candidate, reason.other] : [candidate],
  )
  const total = finalists.reduce((sum, candidate) => sum + roughly(votes[candidate] ?? '0'), 0)
  const format = columnFormat(votes)
  const rows = finalists.map((candidate) => {
    const share = total > 0 ? roughly(votes[candidate] ?? '0') / total : 0
    return {
      name: localText(count.title(candidate)),
      badge: badgeOf(standingOf(count, candidate)),
      bar: share,
      cells: [format(votes[candidate] ?? '0'), formatShare(share)],
    }
  })
  return html`<div class="part">
    <h3 id="runoff-${index}">${msg('Runoff')}</h3>
    ${renderVoteTable({ labelledBy: `runoff-${index}`, columns: [msg('Votes'), msg('Share')], rows })}
    <p class="quiet small">
      ${msg('Each ballot counts for the one that it scores higher; ballots that score both alike count for neither.')}
    </p>
    ${renderDecisions(count, index)}${renderTies(count, index)}
  </div>`
}

function isRunoff({ elected }: Round): boolean {
  return elected.some(({ reason }) => reason.code === 'runoff')
}

/** How long a full bar is: what every ballot could have given, where that is known. */
function mostPoints(count: CountReading, votes: readonly string[]): number {
  const { maxScore } = count.contest
  if (maxScore !== undefined && count.evenly) return maxScore * count.voters
  return Math.max(...votes.map(roughly))
}

/** Where ballots weigh differently, an average over the voters would say nothing. */
function hasAverage({ evenly, voters }: CountReading): boolean {
  return evenly && voters > 0
}

function averageWords(count: CountReading): string {
  if (!hasAverage(count)) return ''
  const { maxScore } = count.contest
  return maxScore === undefined
    ? msg('The second number is the average of all ballots with a choice here.')
    : msg(
        str`The second number is the average of all ballots with a choice here, of ${maxScore} points at most.`,
      )
}
