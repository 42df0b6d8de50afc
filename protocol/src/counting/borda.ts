import type { CountedContest, CountOptions } from './contest.ts'
import { standing } from './contest.ts'
import { exact } from './counting-error.ts'
import { resultOfMost } from './one-round.ts'
import { PairwiseSums } from './pairwise-sums.ts'
import type { RunningCount } from './running-count.ts'
import { countBySums } from './running-count.ts'

/**
 * The Borda count: from each ballot a candidate has one point for each candidate ranked lower and half a point for each
 * ranked equal, n − 1 down to 0 on a full ballot; the seats go to those with the most points. Source: Jean-Charles de Borda,
 * Mémoire sur les élections au scrutin (1781); equals: Duncan Black, The Theory of Committees and Elections (1958).
 *
 * - Every valid ballot gives the same number of points, n(n − 1)/2, however few it ranks: those it does not rank are equal
 *   in the last place. So nobody gains by ranking fewer (rules that give them nothing are another count).
 * - Equal places share their points evenly; skipped places say nothing; of a candidate in several places the first counts.
 * - A ballot that ranks nobody is blank and gives no points; none is invalid. Nothing exhausts; nobody is eliminated.
 * - Points have one decimal, exactly: a half is the smallest part.
 * - Ties for the last seat: the public order, or the lot.
 */
export function countBorda(contest: CountedContest, options: CountOptions): RunningCount {
  const sums = new PairwiseSums(contest)
  return countBySums([sums], () =>
    resultOfMost('borda', contest, options, {
      scaled: tenthsOfPoints(contest, sums.matrix(), sums.turnout.valid),
      decimals: 1,
      turnout: sums.turnout,
    }),
  )
}

/** Of `valid` ballots those that prefer a to b give a point, those that prefer neither half a point. */
function tenthsOfPoints(
  contest: CountedContest,
  preferred: readonly (readonly number[])[],
  valid: number,
): number[] {
  const stand = standing(contest)
  return contest.candidates.map((_, a) => {
    if (!stand.includes(a)) return 0
    const halves = stand
      .filter((b) => b !== a)
      .map((b) => valid + (preferred[a]?.[b] ?? 0) - (preferred[b]?.[a] ?? 0))
    return exact(5 * halves.reduce((sum, each) => sum + each, 0))
  })
}
