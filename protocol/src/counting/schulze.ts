import type { Complete } from './condorcet.ts'
import { countPairs, prefers } from './condorcet.ts'
import type { CountedContest, CountOptions } from './contest.ts'
import type { RunningCount } from './running-count.ts'

/**
 * The Schulze method with winning votes: a path from a to b is a chain of victories, as strong as its weakest; a comes
 * before b when its strongest path to b is stronger than b's back. Source: Markus Schulze, A new monotonic, clone-independent,
 * reversal symmetric, and Condorcet-consistent single-winner election method, Social Choice and Welfare 36 (2011), 267–303,
 * section 2; winning votes as in the Debian Constitution, appendix A.5.
 *
 * Ballots: see {@link countPairs}. A victory is as strong as the ballots that prefer the winner, not as the difference.
 */
export function countSchulze(contest: CountedContest, options: CountOptions): RunningCount {
  return countPairs('schulze', contest, options, byStrongestPaths)
}

const byStrongestPaths: Complete = (preferred, candidates) => {
  const paths = preferred.map((row, a) => row.map((votes, b) => (prefers(preferred, a, b) ? votes : 0)))
  for (const through of candidates)
    for (const from of candidates) widen(paths[from] ?? [], paths[from]?.[through] ?? 0, paths[through] ?? [])
  const strength = (a: number, b: number): number => paths[a]?.[b] ?? 0
  paths.forEach((row, a) => (row[a] = 0))
  return {
    before: (a, b) => strength(a, b) > strength(b, a),
    shown: { paths },
    reason: { code: 'strongest-paths' },
  }
}

/** Takes the way over a candidate to whom the path has `strength` where it is the stronger one. */
function widen(row: number[], strength: number, beyond: readonly number[]): void {
  beyond.forEach((votes, to) => {
    row[to] = Math.max(row[to] ?? 0, Math.min(strength, votes))
  })
}
