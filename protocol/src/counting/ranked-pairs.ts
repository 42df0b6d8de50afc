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
 * last. It is recorded as a tie when not all of the equal victories could be locked: otherwise no order would change anything.
 */
export function countRankedPairs(contest: CountedContest, options: CountOptions): RunningCount {
  return countPairs('ranked-pairs', contest, options, byLocking)
}

const byLocking: Complete = (preferred, candidates, ties) => {
  const victories = lock(sortVictories(preferred, candidates, ties), candidates)
  recordTies(victories, ties)
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

function lock(pairs: readonly Pair[], candidates: readonly number[]): Victory[] {
  /** candidate → whoever it is before, directly or over others. */
  const before = new Map(candidates.map((candidate) => [candidate, new Set<number>()]))
  return pairs.map((pair) => {
    const { winner, loser } = pair
    const locked = !before.get(loser)?.has(winner)
    if (locked)
      for (const [candidate, reached] of before)
        if (candidate === winner || reached.has(winner))
          for (const further of [loser, ...(before.get(loser) ?? [])]) reached.add(further)
    return { ...pair, locked }
  })
}

function recordTies(victories: readonly Victory[], ties: TieBreaker): void {
  let begin = 0
  for (let end = 1; end <= victories.length; end++) {
    const [first, next] = [victories[begin], victories[end]]
    if (first && next && compareStrength(first, next) === 0) continue
    const level = victories.slice(begin, end)
    const winners = [...new Set(level.map(({ winner }) => winner))]
    if (level.length > 1 && level.some(({ locked }) => !locked))
      ties.record({
        round: 0,
        over: 'victory',
        tied: winners,
        chosen: winners.slice(0, 1),
        rule: ties.rule,
      })
    begin = end
  }
}
