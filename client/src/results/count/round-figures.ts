import type { Round } from '#protocol/counting/transcript'
import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { localText } from '../../language/local-text.ts'
import type { CountReading } from '../reading/count-reading.ts'
import { brief, columnFormat, isZero, received, roughly } from '../reading/exact.ts'
import { badgeOf, standingOf } from '../reading/standing.ts'
import type { VoteRow } from './vote-table.ts'
import { renderVoteTable } from './vote-table.ts'

/** Every number of a round: what each option has against the quota, what moved to it, and what is nobody's any more. */
export function renderFigures(count: CountReading, round: Round, index: number): TemplateResult {
  const { quota, votes } = round
  const longest = Math.max(roughly(quota ?? '0'), ...votes.map(roughly))
  const second = secondColumn(round)
  return html`${renderVoteTable({
    labelledBy: `round-${index}`,
    columns: [msg('Votes'), ...(second ? [second.title] : [])],
    rows: [...optionRows(count, { round, index, longest, second }), ...restRows(round)],
    mark: quota === undefined || longest === 0 ? undefined : roughly(quota) / longest,
  })}
  ${quota === undefined ? nothing : renderQuota(quota, round.surplus ?? '0')}`
}

interface Column {
  readonly title: string
  readonly cell: (candidate: number) => string
}

interface Figures {
  readonly round: Round
  readonly index: number
  readonly longest: number
  readonly second: Column | undefined
}

/** What each option received, or by Meek's method keeps. */
function secondColumn({ transfers, keepFactors, votes }: Round): Column | undefined {
  if (keepFactors) {
    const format = columnFormat(keepFactors)
    return { title: msg('Keeps'), cell: (candidate) => format(keepFactors[candidate] ?? '0') }
  }
  if (transfers.length === 0) return undefined
  const format = columnFormat(votes)
  const moved = transfers.flatMap(({ to }) => to)
  const to = (candidate: number): readonly string[] =>
    moved.filter((each) => each.candidate === candidate).map((each) => received(format(each.votes)))
  return { title: msg('Gained'), cell: (candidate) => to(candidate).join(' ') }
}

/** Whoever is in the count, also without a vote so far. */
function optionRows(count: CountReading, { round, index, longest, second }: Figures): readonly VoteRow[] {
  const { votes } = round
  const format = columnFormat(votes)
  const own = (candidate: number): string => votes[candidate] ?? '0'
  const isIn = (candidate: number): boolean =>
    (count.decidedIn(candidate, 'eliminated') ?? index) >= index || !isZero(own(candidate))
  const isElected = (candidate: number): boolean =>
    (count.decidedIn(candidate, 'elected') ?? Infinity) <= index
  return [...count.candidates]
    .filter(isIn)
    .sort((a, b) => roughly(own(b)) - roughly(own(a)))
    .map((candidate) => ({
      name: localText(count.title(candidate)),
      badge: isElected(candidate) ? badgeOf(standingOf(count, candidate)) : undefined,
      bar: longest > 0 ? roughly(own(candidate)) / longest : 0,
      cells: [format(own(candidate)), ...(second ? [second.cell(candidate)] : [])],
    }))
}

/** Votes that no option has. */
function restRows({ exhausted, lost, votes, transfers }: Round): readonly VoteRow[] {
  const format = columnFormat([...votes, exhausted, lost])
  const row = (name: string, total: string, moved: readonly string[]): readonly VoteRow[] => {
    if (isZero(total)) return []
    const parts = moved.filter((each) => !isZero(each)).map((each) => received(format(each)))
    return [{ name, cells: [format(total), parts.join(' ')] }]
  }
  return [
    ...row(
      msg('No choice left on the ballot'),
      exhausted,
      transfers.map((each) => each.exhausted),
    ),
    ...row(
      msg('Lost by rounding'),
      lost,
      transfers.map((each) => each.lost),
    ),
  ]
}

function renderQuota(quota: string, surplus: string): TemplateResult {
  return html`<p class="quiet small">
    <span class="mark sample" aria-hidden="true"></span> ${msg(str`Quota: ${brief(quota)}.`)}
    ${isZero(surplus) ? nothing : msg(str`Surplus of the elected: ${brief(surplus)}.`)}
  </p>`
}
