import type { BallotKind } from './profile.ts'
import type { TieBreak } from './transcript.ts'

/** What is to be counted, apart from the ballots: a {@link Profile} is one. */
export interface CountedContest {
  readonly kind: BallotKind
  readonly candidates: readonly string[]
  readonly withdrawn: readonly number[]
  readonly seats: number
}

/** Where real rules differ. Each has one default, which each method documents. */
export interface CountOptions {
  /** What breaks a tie that the method's own rule leaves; default the public order of candidates. */
  readonly tieBreak?: TieBreak
  /** Plurality: how many candidates a voter may choose; default as many as there are seats. */
  readonly maxSelections?: number
  /**
   * IRV: what happens at a place with several candidates. Default `exhaust-if-several`: the ballot goes to the one who is
   * still in the count, and is exhausted when there are several. `exhaust`: it is exhausted even if only one is left.
   * `split`: the vote is split evenly among those who are left.
   */
  readonly equalRanks?: 'exhaust-if-several' | 'exhaust' | 'split'
  /** IRV: what happens at a place that was left empty. Default `skip`: the next place counts. */
  readonly skippedRanks?: 'skip' | 'exhaust'
  /**
   * IRV: when the count ends. Default `two-remain`: when two candidates are left, so that the last round compares the winner
   * with the strongest other. `majority`: as soon as one has more than half of the votes in the count. The winner is the same.
   */
  readonly stop?: 'two-remain' | 'majority'
}

export function tieBreakOf({ tieBreak }: CountOptions): TieBreak {
  return tieBreak ?? { rule: 'order' }
}

/** Who stands: every candidate who has not withdrawn, ascending. */
export function standing({ candidates, withdrawn }: CountedContest): number[] {
  return candidates.map((_, candidate) => candidate).filter((candidate) => !withdrawn.includes(candidate))
}
