import type { CountedContest } from './contest.ts'
import { exact } from './counting-error.ts'
import type { Ranking, Scoring } from './profile.ts'
import { rankingFromScores } from './ranked-ballots.ts'
import { Turnout } from './turnout.ts'

/**
 * How many ballots prefer whom to whom, kept while ballots come and go: each costs the square of the candidates.
 *
 * A candidate is preferred to all in later places and to all whom the ballot does not rank; equals, and two that are not
 * ranked, are not preferred to one another. Skipped places say nothing, and of a candidate in several places the first
 * counts. A ballot that ranks nobody who stands is blank; none is invalid.
 */
export class PairwiseSums {
  readonly turnout = new Turnout()
  readonly #contest: CountedContest
  readonly #size: number
  readonly #preferred: Float64Array
  readonly #stands: readonly boolean[]

  constructor(contest: CountedContest) {
    this.#contest = contest
    this.#size = contest.candidates.length
    this.#preferred = new Float64Array(this.#size * this.#size)
    this.#stands = contest.candidates.map((_, candidate) => !contest.withdrawn.includes(candidate))
  }

  /** Adds a ballot; with a negative weight takes it back. @throws {CountingError} too-many-votes. */
  apply(ballot: Ranking | Scoring, weight: number): void {
    const ranking =
      this.#contest.kind === 'scored' ? rankingFromScores(ballot as Scoring) : (ballot as Ranking)
    const below = [...this.#stands]
    let ranked = false
    for (const place of ranking) {
      const level = [...new Set(place)].filter((candidate) => below[candidate])
      for (const candidate of level) below[candidate] = false
      for (const candidate of level) this.#prefer(candidate, below, weight)
      ranked ||= level.length > 0
    }
    this.turnout.count(ranked ? 'valid' : 'blank', weight)
    exact(this.turnout.ballots)
  }

  /** `preferred[a][b]` ballots prefer a to b. */
  matrix(): number[][] {
    return this.#contest.candidates.map((_, a) => [
      ...this.#preferred.subarray(a * this.#size, (a + 1) * this.#size),
    ])
  }

  #prefer(candidate: number, below: readonly boolean[], weight: number): void {
    const row = candidate * this.#size
    for (let other = 0; other < this.#size; other++)
      if (below[other]) this.#preferred[row + other] = (this.#preferred[row + other] ?? 0) + weight
  }
}
