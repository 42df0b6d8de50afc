import { DistinctPool } from './distinct-pool.ts'
import type { BallotKind, Profile, Ranking, Scoring } from './profile.ts'
import { MOST_CANDIDATES, MOST_SCORE, SKIPPED } from './profile.ts'

/**
 * Gathers ballots into a {@link Profile}, in any order. What one ballot costs does not depend on how many were added: the
 * tallier adds each as it arrives, and takes back the one that a voter replaced.
 *
 * A ballot is given whole ({@link add}), or mark by mark and then ended, without an array of its own: a reader of a million
 * lines does that.
 *
 * ```ts
 * builder.add([[2], [0, 1]])                                              // 2 first, then 0 and 1 as equals
 * builder.rank(2); builder.rank(0); builder.equal(1); builder.end(40)     // forty times the same
 * ```
 */
export class ProfileBuilder {
  readonly kind: BallotKind
  readonly #pool = new DistinctPool()
  #highest = -1
  /** Places left empty since the last mark: they count once another follows. */
  #skipped = 0

  constructor(kind: BallotKind) {
    this.kind = kind
  }

  /** Adds a ballot `weight` times. @throws {RangeError} for what no ballot of this kind can hold. */
  add(ballot: Ranking | Scoring, weight = 1): void {
    this.#write(ballot)
    this.end(weight)
  }

  /** Takes back `weight` ballots that were added. @throws {RangeError} when there are fewer. */
  remove(ballot: Ranking | Scoring, weight = 1): void {
    this.#write(ballot)
    this.#skipped = 0
    this.#pool.remove(checkWeight(weight))
  }

  /** Puts `candidate` alone in the next place. */
  rank(candidate: number): void {
    this.#check(candidate)
    for (; this.#skipped > 0; this.#skipped--) this.#pool.push(SKIPPED)
    this.#pool.push(candidate)
  }

  /** Puts `candidate` in the same place as the one before. */
  equal(candidate: number): void {
    this.#check(candidate)
    if (this.#skipped > 0) throw new RangeError(`candidate ${candidate} is equal to an empty place`)
    this.#pool.insertEqual(candidate)
  }

  /** Leaves a place empty. At the end of a ballot that says nothing, and is forgotten. */
  skip(): void {
    this.#skipped++
  }

  /** Gives `candidate` a score. Candidates may come in any order, each once. */
  score(candidate: number, score: number): void {
    if (!(Number.isInteger(score) && score >= 0 && score <= MOST_SCORE))
      throw new RangeError(`a score is a whole number from 0 to ${MOST_SCORE}, not ${score}`)
    this.#check(candidate)
    this.#pool.insertPair(candidate, score)
  }

  /** The ballot that was given mark by mark is complete, and was cast `weight` times. */
  end(weight: number): void {
    this.#skipped = 0
    this.#pool.add(checkWeight(weight))
  }

  /** How many different ballots were ever added. */
  get distinct(): number {
    return this.#pool.count
  }

  /**
   * The profile of the ballots so far. Ballots added later do not show in it.
   *
   * @throws {RangeError} when a ballot names a candidate that is not there, or candidates are not all different.
   */
  build(
    contest: Pick<Profile, 'candidates' | 'seats'> & { readonly withdrawn?: readonly number[] },
  ): Profile {
    const { candidates, seats, withdrawn = [] } = contest
    if (new Set(candidates).size !== candidates.length) throw new RangeError('two candidates have one name')
    if (this.#highest >= candidates.length || withdrawn.some((candidate) => !(candidate in candidates)))
      throw new RangeError(`there are candidates 0 to ${candidates.length - 1} and no others`)
    if (!(Number.isSafeInteger(seats) && seats > 0)) throw new RangeError(`${seats} is no number of seats`)
    return { kind: this.kind, candidates, withdrawn, seats, ballots: this.#pool.snapshot() }
  }

  #write(ballot: Ranking | Scoring): void {
    this.#pool.abandon()
    this.#skipped = 0
    if (this.kind === 'scored')
      for (const [candidate, score] of ballot as Scoring) this.score(candidate, score)
    else for (const place of ballot as Ranking) this.#place(place)
  }

  #place([first, ...equals]: readonly number[]): void {
    if (first === undefined) return this.skip()
    this.rank(first)
    for (const candidate of equals) this.equal(candidate)
  }

  #check(candidate: number): void {
    if (!(Number.isInteger(candidate) && candidate >= 0 && candidate < MOST_CANDIDATES))
      throw new RangeError(`${candidate} is no candidate’s number`)
    if (candidate > this.#highest) this.#highest = candidate
  }
}

function checkWeight(weight: number): number {
  if (!(Number.isSafeInteger(weight) && weight > 0))
    throw new RangeError(`a weight is a whole number above zero, not ${weight}`)
  return weight
}
