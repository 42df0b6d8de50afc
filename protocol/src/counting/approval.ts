import type { CountedContest, CountOptions } from './contest.ts'
import { standing } from './contest.ts'
import { resultOfMost } from './one-round.ts'
import type { Ranking, Scoring } from './profile.ts'
import { rankingFromScores } from './ranked-ballots.ts'
import type { RunningCount } from './running-count.ts'
import { countBySums } from './running-count.ts'
import { VoteSums } from './vote-sums.ts'

/**
 * Approval voting: each candidate whom a ballot approves of has one vote, and the seats go to those with the most. Source:
 * Steven J. Brams and Peter C. Fishburn, Approval Voting, American Political Science Review 72 (1978), 831–847.
 *
 * - Approved: every candidate that the ballot names, in whatever place; of a scored ballot those with a score above zero.
 * - There is no overvote and no invalid ballot. One that approves of nobody is blank.
 * - A candidate named twice is approved of once. Nothing exhausts; nobody is eliminated.
 * - Seats stay empty rather than going to somebody without a vote.
 * - Ties for the last seat: the public order, or the lot.
 */
export function countApproval(contest: CountedContest, options: CountOptions): RunningCount {
  const stands = new Set(standing(contest))
  const sums = new VoteSums(contest, (ballot: Ranking | Scoring) => {
    const ranking = contest.kind === 'scored' ? rankingFromScores(ballot as Scoring) : (ballot as Ranking)
    return [...new Set(ranking.flat())]
      .filter((candidate) => stands.has(candidate))
      .map((candidate) => [candidate, 1])
  })
  return countBySums([sums], () =>
    resultOfMost('approval', contest, options, { scaled: sums.votes, decimals: 0, turnout: sums.turnout }),
  )
}
