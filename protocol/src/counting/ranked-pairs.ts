import type { Complete } from './condorcet.ts'
import { countPairs, prefers } from './condorcet.ts'
import type { CountedContest, CountOptions } from './contest.ts'
import type { RunningCount } from './running-count.ts'
import type { TieBreaker } from './tie-breaker.ts'
import type { Victory } from './transcript.ts'

/**
 * Ranked pairs with winning votes: victories are looked at from the strongest on, and each is locked unless it would close a
 * circle with those locked before. Whoever has no locked victory against it wins. Source: T. N. Tideman, Independence of
 * clones as a criterion for voting rules, Social Choice and Welfare 4 (1987), 185–206; T. M. Zavist and T. N. Tideman,
 * Complete independence of clones in the ranked pairs rule, Social Choice and Welfare 6 (1989), 167–173.
 *
 * Ballots: see {@link countPairs}. The stronger victory has more ballots for its winner; of equals, fewer for its loser.
 * What is still equal goes by the order of ties: first the victory of whoever comes first, then that over whoever comes
 * last. It is recorded as a tie when equal victories shut one another out: one is not locked that those stronger than it allow.
 * Otherwise no order among them would change anything.
 */
export function countRankedPairs(contest: CountedContest, options: CountOptions): RunningCount {
  return countPairs('ranked-pairs', contest, options, byLocking)
}

const byLocking: Complete = (preferred, candidates, ties) => {
  const victories = lockByLevels(sortVictories(preferred, candidates, ties), candidates, ties)
  const locked = new Set(
    victories.filter((each) => each.locked).map(({ winner, loser }) => `${winner} ${loser}`),
  )
  return {
    before: (a, b) => locked.has(`${a} ${b}`),
    shown: { victories },
    reason: { code: 'unbeaten' },
  }
}

type Pair = Omit<Victory, 'locked'>

function sortVictories(
  preferred: readonly (readonly number[])[],
  candidates: readonly number[],
  ties: TieBreaker,
): Pair[] {
  const found = candidates.flatMap((winner) =>
    candidates
      .filter((loser) => prefers(preferred, winner, loser))
      .map((loser) => ({
        winner,
        loser,
        votes: preferred[winner]?.[loser] ?? 0,
        against: preferred[loser]?.[winner] ?? 0,
      })),
  )
  return found.sort(
    (a, b) => compareStrength(a, b) || ties.compare(a.winner, b.winner) || ties.compare(b.loser, a.loser),
  )
}

function compareStrength(a: Pair, b: Pair): number {
  return b.votes - a.votes || a.against - b.against
}

function lockByLevels(pairs: readonly Pair[], candidates: readonly number[], ties: TieBreaker): Victory[] {
  const order = new LockedOrder(candidates)
  const victories: Victory[] = []
  while (victories.length < pairs.length) {
    const [first, ...others] = pairs.slice(victories.length)
    if (!first) break
    const level = [first, ...others.filter((other) => compareStrength(first, other) === 0)]
    const allowed = level.filter((pair) => order.allows(pair))
    const locked = level.map((pair) => ({ ...pair, locked: order.lock(pair) }))
    if (locked.filter((each) => each.locked).length < allowed.length) recordTie(allowed, ties)
    victories.push(...locked)
  }
  return victories
}

function recordTie(allowed: readonly Pair[], ties: TieBreaker): void {
  const tied = [...new Set(allowed.map(({ winner }) => winner))]
  ties.record({ round: 0, over: 'victory', tied, chosen: tied.slice(0, 1), rule: ties.rule })
}

class LockedOrder {
  /** candidate → whoever it is before, directly or over others. */
  readonly #before: ReadonlyMap<number, Set<number>>

  constructor(candidates: readonly number[]) {
    this.#before = new Map(candidates.map((candidate) => [candidate, new Set<number>()]))
  }

  allows({ winner, loser }: Pair): boolean {
    return !this.#before.get(loser)?.has(winner)
  }

  /** @returns false when it would close a circle, and is left out. */
  lock(pair: Pair): boolean {
    if (!this.allows(pair)) return false
    const { winner, loser } = pair
    const behind = [loser, ...(this.#before.get(loser) ?? [])]
    for (const [candidate, reached] of this.#before)
      if (candidate === winner || reached.has(winner)) for (const each of behind) reached.add(each)
    return true
  }
}
