/**
 * What every way of counting starts from: the candidates, and how many ballots were filled in in which way. A ballot that
 * was cast a thousand times is here once, with the weight 1000, so that a count costs what its distinct ballots cost.
 * Candidates are numbers, the place in {@link Profile.candidates}; the readers of files and the tallier make the same
 * profile of the same ballots, whatever their order.
 */
export interface Profile {
  readonly kind: BallotKind
  /** Names, or ids of options, all different. Their order is public before anybody votes; it breaks ties. */
  readonly candidates: readonly string[]
  /** Who is out of the count; ballots are read as if they did not name these. */
  readonly withdrawn: readonly number[]
  readonly seats: number
  readonly ballots: DistinctBallots
}

/** `ranked`: candidates in places. `scored`: a whole number for each candidate that has one. */
export type BallotKind = 'ranked' | 'scored'

/**
 * The distinct ballots side by side. Ballot `b` has the marks `marks[starts[b]]` up to but not including
 * `marks[starts[b + 1]]`, and counts `weights[b]` times: 0 when all that were cast have been taken back. A blank ballot has
 * no marks.
 *
 * A mark of a ranked ballot is one candidate in the next place, or {@link EQUAL} + a candidate in the same place as the mark
 * before (candidates of one place ascend), or {@link SKIPPED}, a place that the voter left empty before a later one. The
 * same candidate may stand in several places, as on paper. A scored ballot has pairs of marks, a candidate and its score,
 * by ascending candidate.
 */
export interface DistinctBallots {
  readonly count: number
  readonly marks: Uint16Array
  /** `count + 1` of them. */
  readonly starts: Uint32Array
  /** Whole numbers whose sum is safe. */
  readonly weights: Float64Array
}

/** Marks a candidate as equal to the one before. */
export const EQUAL = 0x8000
/** A place without a candidate. */
export const SKIPPED = 0x7fff
/** So many candidates a profile may have: their numbers are below the marks above. */
export const MOST_CANDIDATES = 0x7fff
/** The highest score of a scored ballot. */
export const MOST_SCORE = 0xffff

/** The candidates of each place, from the first; none in a place that was skipped. */
export type Ranking = readonly (readonly number[])[]
/** Pairs of a candidate and its score. */
export type Scoring = readonly (readonly [candidate: number, score: number])[]

/** The places of ranked ballot `ballot`. */
export function rankingOf({ marks, starts }: DistinctBallots, ballot: number): number[][] {
  const places: number[][] = []
  for (let at = starts[ballot] ?? 0, end = starts[ballot + 1] ?? 0; at < end; at++) {
    const mark = marks[at] ?? SKIPPED
    if (mark >= EQUAL) places.at(-1)?.push(mark - EQUAL)
    else places.push(mark === SKIPPED ? [] : [mark])
  }
  return places
}

/** The scores of scored ballot `ballot`, by ascending candidate. */
export function scoringOf({ marks, starts }: DistinctBallots, ballot: number): [number, number][] {
  const scores: [number, number][] = []
  for (let at = starts[ballot] ?? 0, end = starts[ballot + 1] ?? 0; at < end; at += 2)
    scores.push([marks[at] ?? 0, marks[at + 1] ?? 0])
  return scores
}
