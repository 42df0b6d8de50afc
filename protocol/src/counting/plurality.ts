import type { CountedContest, CountOptions } from './contest.ts'
import { standing } from './contest.ts'
import { resultOfMost } from './one-round.ts'
import type { Ranking, Scoring } from './profile.ts'
import { rankingFromScores } from './ranked-ballots.ts'
import type { RunningCount } from './running-count.ts'
import { countBySums } from './running-count.ts'
import type { BallotVotes } from './vote-sums.ts'
import { VoteSums } from './vote-sums.ts'

/**
 * Plurality, with one seat or several (block voting): each candidate whom a ballot chooses has one vote, and the seats go to
 * those with the most. Source: Robert's Rules of Order Newly Revised, 12th ed., §44:11 and §46:33; in public law for example
 * Representation of the People Act 1983, Schedule 1, rule 18.
 *
 * - Choices: the candidates of the first place that is not empty; of a scored ballot those with the highest score. A ballot
 *   that ranks chooses whom it ranks first, whatever the number of seats (with several: the single non-transferable vote).
 * - Overvote: more choices than `maxSelections`, by default the number of seats: the ballot is invalid.
 * - Undervote: fewer choices: each counts. None: blank. A candidate named twice in a place is chosen once.
 * - Skipped places say nothing. Nothing exhausts; nobody is eliminated.
 * - Seats stay empty rather than going to somebody without a vote.
 * - Ties for the last seat: the public order, or the lot.
 */
export function countPlurality(contest: CountedContest, options: CountOptions): RunningCount {
  const most = options.maxSelections ?? contest.seats
  const stands = new Set(standing(contest))
  const read = (ballot: Ranking | Scoring): BallotVotes => {
    const ranking = contest.kind === 'scored' ? rankingFromScores(ballot as Scoring) : (ballot as Ranking)
    for (const place of ranking) {
      const chosen = [...new Set(place)].filter((candidate) => stands.has(candidate))
      if (chosen.length > most) return 'invalid'
      if (chosen.length > 0) return chosen.map((candidate) => [candidate, 1])
    }
    return []
  }
  const sums = new VoteSums(contest, read)
  return countBySums([sums], () =>
    resultOfMost('plurality', contest, options, { scaled: sums.votes, decimals: 0, turnout: sums.turnout }),
  )
}
