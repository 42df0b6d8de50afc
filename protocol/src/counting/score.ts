import type { CountedContest, CountOptions } from './contest.ts'
import { standing } from './contest.ts'
import { CountingError } from './counting-error.ts'
import { resultOfMost } from './one-round.ts'
import type { Scoring } from './profile.ts'
import type { RunningCount } from './running-count.ts'
import { countBySums } from './running-count.ts'
import type { BallotVotes } from './vote-sums.ts'
import { VoteSums } from './vote-sums.ts'

/**
 * Score voting (range voting): scores are added, and the seats go to the highest totals. Source: Warren D. Smith, Range
 * Voting (2000); rangevoting.org.
 *
 * - A candidate without a score has zero from that ballot: totals count, not averages.
 * - Which scores a ballot may give is the ballot's format, not the count's. A ballot without scores is blank; none is
 *   invalid. Nothing exhausts; nobody is eliminated.
 * - Seats stay empty rather than going to a total of zero.
 * - Ties for the last seat: the public order, or the lot.
 *
 * @throws {CountingError} needs-scores, for rankings.
 */
export function countScore(contest: CountedContest, options: CountOptions): RunningCount {
  const sums = new VoteSums(contest, scoresReader(contest, 'score'))
  return countBySums([sums], () =>
    resultOfMost('score', contest, options, { scaled: sums.votes, decimals: 0, turnout: sums.turnout }),
  )
}

/** Reads the scores of those who stand. @throws {CountingError} needs-scores, at once. */
export function scoresReader(contest: CountedContest, method: string): (ballot: unknown) => BallotVotes {
  if (contest.kind !== 'scored')
    throw new CountingError('needs-scores', `${method} counts scores, not rankings`)
  const stands = new Set(standing(contest))
  return (ballot) => (ballot as Scoring).filter(([candidate]) => stands.has(candidate))
}
