import type { CountedContest, CountOptions } from './contest.ts'
import { standing, tieBreakOf } from './contest.ts'
import { frameOf, stillRound } from './one-round.ts'
import { PairwiseSums } from './pairwise-sums.ts'
import type { RunningCount } from './running-count.ts'
import { countBySums } from './running-count.ts'
import { TieBreaker } from './tie-breaker.ts'
import type { CountResult, Decision, Pairwise, Reason } from './transcript.ts'

/** What a Condorcet method makes of the pairwise matrix. */
export interface Completion {
  /** Whether the method puts `a` before `b`; without circles. */
  readonly before: (a: number, b: number) => boolean
  readonly shown: Omit<Pairwise, 'preferred'>
  readonly reason: Reason
}

export type Complete = (
  preferred: readonly (readonly number[])[],
  candidates: readonly number[],
  ties: TieBreaker,
) => Completion

/**
 * What Condorcet methods have in common: ballots are compared by pairs of candidates, and whoever is preferred to each other
 * is elected; the method says what happens when nobody is. The rules for ballots are {@link PairwiseSums}'. There are no
 * rounds: one shows the decisions.
 *
 * Several seats go to the first of the method's ranking (which is not proportional). Where it leaves several in front, the
 * public order or the lot chooses, and that is recorded.
 */
export function countPairs(
  method: 'schulze' | 'ranked-pairs',
  contest: CountedContest,
  options: CountOptions,
  complete: Complete,
): RunningCount {
  const sums = new PairwiseSums(contest)
  return countBySums([sums], (): CountResult => {
    const preferred = sums.matrix()
    const ties = new TieBreaker(contest.candidates.length, tieBreakOf(options))
    const candidates = sums.turnout.valid > 0 ? standing(contest) : []
    const completion = complete(preferred, candidates, ties)
    const elected = electInOrder(contest.seats, candidates, completion, { preferred, ties })
    return {
      ...frameOf(method, contest, sums.turnout),
      winners: elected.map(({ candidate }) => candidate),
      rounds: [stillRound([], { elected, eliminated: [] })],
      ties: ties.ties,
      pairwise: { preferred, ...completion.shown },
    }
  })
}

function electInOrder(
  seats: number,
  candidates: readonly number[],
  { before, reason }: Completion,
  { preferred, ties }: { preferred: readonly (readonly number[])[]; ties: TieBreaker },
): Decision[] {
  const elected: Decision[] = []
  let left = [...candidates]
  while (left.length > 0 && elected.length < seats) {
    const front = left.filter((a) => !left.some((b) => before(b, a)))
    const room = seats - elected.length
    // When there is room for all of them, nothing has to be broken: the order then only lists them.
    const chosen = [...ties.byOrder({ round: 0, over: 'seat' }, front, Math.min(room, front.length))]
    for (const candidate of chosen) {
      const others = left.filter((other) => other !== candidate)
      const beatsAll = others.every((other) => prefers(preferred, candidate, other))
      elected.push({ candidate, reason: beatsAll ? { code: 'beats-all' } : reason })
    }
    left = left.filter((candidate) => !chosen.includes(candidate))
  }
  return elected
}

/** Whether more ballots prefer a to b than b to a. */
export function prefers(preferred: readonly (readonly number[])[], a: number, b: number): boolean {
  return (preferred[a]?.[b] ?? 0) > (preferred[b]?.[a] ?? 0)
}
