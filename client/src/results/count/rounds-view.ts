import { msg, str } from '@lit/localize'
import type { TemplateResult } from 'lit'
import { html, nothing } from 'lit'
import { formatShare } from '../../language/format.ts'
import { localText } from '../../language/local-text.ts'
import type { CountReading } from '../reading/count-reading.ts'
import { brief, columnFormat, roughly } from '../reading/exact.ts'
import { badgeOf, standingOf } from '../reading/standing.ts'
import { renderRound } from './round-view.ts'
import { renderVoteTable } from './vote-table.ts'

/** Methods that move votes: how it came out, then every round. */
export function renderRounds(count: CountReading): TemplateResult {
  const { rounds } = count.transcript
  return html`${renderOverview(count)}
    <div class="part">
      <h3>${msg('Round by round')}</h3>
      ${
        count.method === 'stv-meek'
          ? html`<p class="quiet small">
              ${msg('The second number of a round is the part of each vote that an option keeps; the rest goes on to the next choice.')}
            </p>`
          : nothing
      }
      <div class="rounds">${rounds.map((_, index) => renderRound(count, index))}</div>
    </div>`
}

/** Where each option ended, with the votes that it had then. */
function renderOverview(count: CountReading): TemplateResult {
  const endings = endingsOf(count)
  const format = columnFormat(endings.map(({ votes }) => votes))
  const { rounds } = count.transcript
  const quota = rounds.at(-1)?.quota
  const longest = Math.max(roughly(quota ?? '0'), ...endings.map(({ votes }) => roughly(votes)))
  const hasShare = quota === undefined
  const rows = endings.map((ending) => ({
    name: localText(count.title(ending.candidate)),
    badge: badgeOf(standingOf(count, ending.candidate)),
    note: endingWords(count, ending),
    bar: longest > 0 ? roughly(ending.votes) / longest : 0,
    cells: [format(ending.votes), ...(hasShare ? [formatShare(shareOf(count, ending))] : [])],
  }))
  const columns = [msg('Votes'), ...(hasShare ? [msg('Share')] : [])]
  const isFixed = rounds.every((round) => round.quota === quota)
  const mark = quota !== undefined && isFixed && longest > 0 ? roughly(quota) / longest : undefined
  return html`${renderVoteTable({ labelledBy: 'title', columns, rows, mark })}
    <p class="quiet small">
      ${
        hasShare
          ? msg(
              'Votes are those of the last round that an option was in; shares are of all votes in the count then.',
            )
          : msg(
              'Votes are those of the round in which an option was elected or eliminated, or else of the last.',
            )
      }
    </p>`
}

interface Ending {
  readonly candidate: number
  readonly how: 'elected' | 'eliminated' | 'left'
  readonly round: number
  readonly votes: string
}

/** The elected in the order of their election, then whoever held out longest. */
function endingsOf(count: CountReading): readonly Ending[] {
  const last = count.transcript.rounds.length - 1
  const endings = count.candidates.map((candidate): Ending => {
    const elected = count.decidedIn(candidate, 'elected')
    const eliminated = count.decidedIn(candidate, 'eliminated')
    const round = elected ?? eliminated ?? last
    const how = elected !== undefined ? 'elected' : eliminated !== undefined ? 'eliminated' : 'left'
    return { candidate, how, round, votes: count.votes(round, candidate) }
  })
  return endings.sort((a, b) => rank(a) - rank(b) || roughly(b.votes) - roughly(a.votes))
}

function rank({ how, round }: Ending): number {
  if (how === 'elected') return round
  return how === 'left' ? 1e6 : 2e6 - round
}

function endingWords(count: CountReading, { how, round }: Ending): string {
  const number = round + 1
  const quota = count.transcript.rounds[round]?.quota
  if (how === 'eliminated') return msg(str`Until round ${number}`)
  if (how === 'left' || quota === undefined) return msg(str`In round ${number}`)
  return msg(str`In round ${number}, with a quota of ${brief(quota)}`)
}

function shareOf({ transcript }: CountReading, { round, votes }: Ending): number {
  const total = (transcript.rounds[round]?.votes ?? []).reduce((sum, each) => sum + roughly(each), 0)
  return total > 0 ? roughly(votes) / total : 0
}
