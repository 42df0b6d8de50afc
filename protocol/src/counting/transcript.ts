/**
 * What a count says of itself: who won, and every step that led there, so that nobody has to believe it. Every method
 * writes the same.
 *
 * Candidates are numbers, places in {@link CountResult.candidates}. Votes are exact decimals in strings (`"1412.45570"`),
 * with as many decimals as the method carries; a list of votes has one for each candidate, in their order.
 */
export interface CountResult {
  readonly method: Method
  readonly candidates: readonly string[]
  /** Who was out of the count from the beginning. */
  readonly withdrawn: readonly number[]
  readonly seats: number
  /** Every ballot, by weight: `valid + blank + invalid`. */
  readonly ballots: number
  readonly valid: number
  /** Without any mark for a candidate who stands. */
  readonly blank: number
  /** Filled in so that the method cannot count it at all: its documentation says when. */
  readonly invalid: number
  /** In the order in which they were elected. Fewer than `seats` when there were not enough to elect. */
  readonly winners: readonly number[]
  readonly rounds: readonly Round[]
  /** Every tie that had to be broken, in the order in which they were. */
  readonly ties: readonly Tie[]
  /** Condorcet methods only. */
  readonly pairwise?: Pairwise
}

export type Method =
  | 'plurality'
  | 'approval'
  | 'score'
  | 'star'
  | 'borda'
  | 'schulze'
  | 'ranked-pairs'
  | 'irv'
  | 'stv-scottish'
  | 'stv-meek'

/**
 * One round: the transfers that begin it, the votes after them, and what these votes decide. Methods that do not go in
 * rounds have one.
 */
export interface Round {
  /** Empty in the first round, and in every round of methods that do not move votes or move all of them anew (Meek). */
  readonly transfers: readonly Transfer[]
  /** What each candidate has. Empty for Condorcet methods: see {@link CountResult.pairwise}. */
  readonly votes: readonly string[]
  /** Votes of valid ballots that no candidate has any more, because no preference is left. */
  readonly exhausted: string
  /** Votes that ceased to exist by rounding. `sum(votes) + exhausted + lost` is the same in every round. */
  readonly lost: string
  /** What elects in this round. */
  readonly quota?: string
  /** What the elected have above the quota. */
  readonly surplus?: string
  /** Meek: what of a vote each candidate keeps, 0 to 1. */
  readonly keepFactors?: readonly string[]
  readonly elected: readonly Decision[]
  readonly eliminated: readonly Decision[]
}

export interface Transfer {
  /** `surplus`: what an elected candidate did not need. `elimination`: all that a candidate had. */
  readonly kind: 'surplus' | 'elimination'
  readonly from: number
  /** What is to be moved. */
  readonly votes: string
  /** Who received how much, by candidate; nobody who received nothing. */
  readonly to: readonly { readonly candidate: number; readonly votes: string }[]
  readonly exhausted: string
  readonly lost: string
  /** Scottish STV, a surplus: what each paper is worth after it, the highest first; one for each value that papers had. */
  readonly values?: readonly string[]
}

export interface Decision {
  readonly candidate: number
  readonly reason: Reason
}

/** Why, as a stable code; the members are what a sentence about it needs. */
export type Reason =
  /** Elected with more votes, points or approvals than the others. */
  | { readonly code: 'most-votes'; readonly votes: string }
  /** Elected with more than half of the votes that are still in the count. */
  | { readonly code: 'majority'; readonly votes: string; readonly of: string }
  /** Elected by reaching the quota. */
  | { readonly code: 'quota'; readonly votes: string; readonly quota: string }
  /** Elected without reaching the quota: there are as many candidates left as seats. */
  | { readonly code: 'remaining'; readonly votes: string }
  /** STAR: preferred to the other finalist on more ballots. */
  | { readonly code: 'runoff'; readonly votes: string; readonly other: number; readonly otherVotes: string }
  /** Preferred to each other candidate by more ballots than prefer the other. */
  | { readonly code: 'beats-all' }
  /** Schulze: nobody has a stronger path to this candidate than it has back. */
  | { readonly code: 'strongest-paths' }
  /** Ranked pairs: no locked victory over this candidate, apart from those who are elected already. */
  | { readonly code: 'unbeaten' }
  /** Eliminated with the fewest votes. */
  | { readonly code: 'fewest-votes'; readonly votes: string }
  /** STAR: not one of the two with the highest scores. */
  | { readonly code: 'not-finalist'; readonly votes: string }

export interface Tie {
  /** Index in {@link CountResult.rounds}. */
  readonly round: number
  /** What it was about: a seat, who is eliminated, whose surplus moves first, or a place among STAR's finalists. */
  readonly over: 'seat' | 'elimination' | 'surplus' | 'finalist' | 'victory'
  /** Ascending. For `victory` (ranked pairs) whoever won one of several equal victories, not all of which could be locked. */
  readonly tied: readonly number[]
  /** On whom it fell: who got the seat, was eliminated, moved first; for `victory`, whose was looked at first. */
  readonly chosen: readonly number[]
  /**
   * `previous-round`: by the latest earlier round in which they differed. `head-to-head`, `score`: STAR's own, by the other
   * of its two counts. `order`: the public order of candidates. `lot`: the order drawn in public.
   */
  readonly rule: 'previous-round' | 'head-to-head' | 'score' | 'order' | 'lot'
  /** With `previous-round`: index in {@link CountResult.rounds}. */
  readonly decidedIn?: number
}

/** How many ballots prefer whom to whom; and what the method made of it. */
export interface Pairwise {
  /** `preferred[a][b]` ballots prefer a to b. */
  readonly preferred: readonly (readonly number[])[]
  /** Schulze: the strength of the strongest path from a to b, 0 without one. */
  readonly paths?: readonly (readonly number[])[]
  /** Ranked pairs: each victory in the order in which it was looked at, and whether it was locked. */
  readonly victories?: readonly Victory[]
}

export interface Victory {
  readonly winner: number
  readonly loser: number
  /** Ballots that prefer the winner, and that prefer the loser. */
  readonly votes: number
  readonly against: number
  /** False when it would have closed a circle of victories locked before. */
  readonly locked: boolean
}

/**
 * What breaks a tie that the method's own rule leaves: the candidates' public order, or an order that was drawn by lot in
 * public when the ballots were in, and is on record. Whoever comes first wins, stays, or is moved first. Nothing that the
 * tallier could choose or try again.
 */
export type TieBreak =
  { readonly rule: 'order' } | { readonly rule: 'lot'; readonly drawn: readonly number[] }
