import type { Ranking, Scoring } from './profile.ts'
import type { CountResult } from './transcript.ts'

/** A count that ballots are added to and taken from. Its result is that of a count of the ballots it then has. */
export interface RunningCount {
  add(ballot: Ranking | Scoring, weight: number): void
  remove(ballot: Ranking | Scoring, weight: number): void
  result(): CountResult
}

/** What {@link VoteSums} and {@link PairwiseSums} have in common. */
interface Sums {
  apply(ballot: Ranking | Scoring, weight: number): void
}

/** A count by running sums. */
export function countBySums(sums: readonly Sums[], result: () => CountResult): RunningCount {
  const apply = (ballot: Ranking | Scoring, weight: number): void => {
    for (const each of sums) each.apply(ballot, weight)
  }
  return { add: apply, remove: (ballot, weight) => apply(ballot, -weight), result }
}
