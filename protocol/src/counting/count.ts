import { countApproval } from './approval.ts'
import { countBorda } from './borda.ts'
import type { CountedContest, CountOptions } from './contest.ts'
import { countIrv } from './irv.ts'
import { countPlurality } from './plurality.ts'
import { ProfileBuilder } from './profile-builder.ts'
import type { Profile } from './profile.ts'
import { asRanked, eachBallot } from './ranked-ballots.ts'
import { countRankedPairs } from './ranked-pairs.ts'
import type { RunningCount } from './running-count.ts'
import { countSchulze } from './schulze.ts'
import { countScore } from './score.ts'
import { countStar } from './star.ts'
import { countMeekStv } from './stv-meek.ts'
import { countScottishStv } from './stv-scottish.ts'
import type { CountResult, Method } from './transcript.ts'

/** Methods that add up: a ballot can come and go at its own cost. */
const BY_SUMS = {
  plurality: countPlurality,
  approval: countApproval,
  score: countScore,
  star: countStar,
  borda: countBorda,
  schulze: countSchulze,
  'ranked-pairs': countRankedPairs,
} satisfies Partial<Record<Method, (contest: CountedContest, options: CountOptions) => RunningCount>>

/** Methods that move votes from round to round: they are counted when asked, over the distinct ballots. */
const BY_ROUNDS = {
  irv: countIrv,
  'stv-scottish': countScottishStv,
  'stv-meek': countMeekStv,
} satisfies Record<
  Exclude<Method, keyof typeof BY_SUMS>,
  (profile: Profile, options: CountOptions) => CountResult
>

/**
 * Counts a profile. Methods that rank take a scored profile as the rankings that its scores say.
 *
 * @throws {CountingError} when these ballots cannot be counted in this way.
 */
export function countVotes(method: Method, profile: Profile, options: CountOptions = {}): CountResult {
  if (isByRounds(method)) return BY_ROUNDS[method](asRanked(profile), options)
  const count = BY_SUMS[method](profile, options)
  eachBallot(profile, (ballot, weight) => count.add(ballot, weight))
  return count.result()
}

/**
 * A count that ballots come to, and leave when their voters replace them. What one costs does not depend on how many were
 * counted; the result is at every moment that of {@link countVotes} over the ballots that are there.
 *
 * @throws {CountingError} when ballots of this kind cannot be counted in this way.
 */
export function openCount(method: Method, contest: CountedContest, options: CountOptions = {}): RunningCount {
  if (!isByRounds(method)) return BY_SUMS[method](contest, options)
  const builder = new ProfileBuilder(contest.kind)
  return {
    add: (ballot, weight) => builder.add(ballot, weight),
    remove: (ballot, weight) => builder.remove(ballot, weight),
    result: () => countVotes(method, builder.build(contest), options),
  }
}

function isByRounds(method: Method): method is keyof typeof BY_ROUNDS {
  return Object.hasOwn(BY_ROUNDS, method)
}
