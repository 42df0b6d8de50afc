import type { CountedContest } from './contest.ts'
import { standing } from './contest.ts'
import type { TieBreaker } from './tie-breaker.ts'

/**
 * The `seats` candidates with the most votes, in that order. A candidate without a vote is not elected. Where the last seat
 * falls among equals, the order of ties decides and that is recorded.
 */
export function electMost(contest: CountedContest, votes: readonly number[], ties: TieBreaker): number[] {
  const votesOf = (candidate: number): number => votes[candidate] ?? 0
  const ranked = standing(contest)
    .filter((candidate) => votesOf(candidate) > 0)
    .sort((a, b) => votesOf(b) - votesOf(a) || ties.compare(a, b))
  const last = ranked[contest.seats - 1]
  if (last === undefined || ranked.length === contest.seats) return ranked
  const above = ranked.filter((candidate) => votesOf(candidate) > votesOf(last))
  const level = ranked.filter((candidate) => votesOf(candidate) === votesOf(last))
  return [...above, ...ties.byOrder({ round: 0, over: 'seat' }, level, contest.seats - above.length)]
}
