import { msg, str } from '@lit/localize'
import { counted } from '../language/counted.ts'
import { formatMoment, formatNumber, formatShare } from '../language/format.ts'
import type { ResultsPage } from '../public/public-elections.ts'

/** "312 ballots from 480 eligible voters (65.0 %)" */
export function turnoutWords(turnout: number, eligible: number | undefined): string {
  const ballots = counted(turnout, '1 ballot', str`${formatNumber(turnout)} ballots`)
  if (eligible === undefined || eligible === 0) return ballots
  const share = formatShare(turnout / eligible)
  return counted(
    eligible,
    `${ballots} from 1 eligible voter (${share})`,
    str`${ballots} from ${formatNumber(eligible)} eligible voters (${share})`,
  )
}

/** Whether the numbers can still change, and when they were taken. */
export function standingWords({ phase, closes, acceptUntil, shown }: ResultsPage): string {
  if (phase === 'cancelled') return msg('This election was cancelled. These numbers count for nothing.')
  if (shown?.final) return msg(str`Final result. Voting closed ${formatMoment(closes)}.`)
  if (phase === 'closed')
    return acceptUntil > closes
      ? msg(
          str`Not final. Voting closed ${formatMoment(closes)}; ballots from phones that were offline are taken until ${formatMoment(acceptUntil)}, and the numbers stand still until then.`,
        )
      : msg(str`Not final. Voting closed ${formatMoment(closes)}; the last ballots are being counted.`)
  if (phase === 'draft') return msg('Voting has not begun.')
  return msg(str`Live, not final. Voting goes on until ${formatMoment(closes)}.`)
}
