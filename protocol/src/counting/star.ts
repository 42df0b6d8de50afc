import type { CountedContest, CountOptions } from './contest.ts'
import { standing, tieBreakOf } from './contest.ts'
import { frameOf, stillRound } from './one-round.ts'
import { PairwiseSums } from './pairwise-sums.ts'
import type { RunningCount } from './running-count.ts'
import { countBySums } from './running-count.ts'
import { scoresReader } from './score.ts'
import { TieBreaker } from './tie-breaker.ts'
import type { CountResult, Round } from './transcript.ts'
import { VoteSums } from './vote-sums.ts'

/**
 * STAR voting: score, then automatic runoff. The two highest totals are finalists; the seat goes to the one whom more
 * ballots score higher than the other. Source: Equal Vote Coalition, starvoting.org. Of its several protocols for ties, the
 * first steps that need nothing but scores.
 *
 * - Several seats (bloc STAR): the same again without those who are elected.
 * - A candidate without a score has zero. A ballot that scores nobody above zero has no preference in any runoff, but is
 *   valid when it gives a score; one without scores is blank; none is invalid.
 * - Ties for a place among the finalists: whoever wins more head-to-head comparisons among the tied. Ties in the runoff:
 *   the higher total. What is left: the public order, or the lot. (Not taken: a count of top scores, since a profile does
 *   not know which score is the top one, and going on to remove whoever loses most.)
 * - When only one candidate with points is left, it is elected without a runoff; nobody without points is.
 *
 * @throws {CountingError} needs-scores, for rankings.
 */
export function countStar(contest: CountedContest, options: CountOptions): RunningCount {
  const scores = new VoteSums(contest, scoresReader(contest, 'STAR'))
  const pairs = new PairwiseSums(contest)
  return countBySums([scores, pairs], () => {
    const ties = new TieBreaker(contest.candidates.length, tieBreakOf(options))
    const count = new StarRounds(scores.votes, pairs.matrix(), ties)
    count.run(standing(contest), contest.seats)
    const preferred = { preferred: pairs.matrix() }
    return { ...frameOf('star', contest, scores.turnout), ...count.outcome(), pairwise: preferred }
  })
}

class StarRounds {
  readonly #totals: readonly number[]
  readonly #preferred: readonly (readonly number[])[]
  readonly #ties: TieBreaker
  readonly #rounds: Round[] = []
  readonly #winners: number[] = []

  constructor(totals: readonly number[], preferred: readonly (readonly number[])[], ties: TieBreaker) {
    this.#totals = totals
    this.#preferred = preferred
    this.#ties = ties
  }

  run(candidates: readonly number[], seats: number): void {
    let left = candidates.filter((candidate) => this.#total(candidate) > 0)
    while (this.#winners.length < seats && left.length > 0) {
      this.#electFrom(left)
      left = left.filter((candidate) => !this.#winners.includes(candidate))
    }
  }

  outcome(): Pick<CountResult, 'winners' | 'rounds' | 'ties'> {
    return { winners: this.#winners, rounds: this.#rounds, ties: this.#ties.ties }
  }

  /** One seat: a round of scores, and unless there is but one candidate a round of preferences. */
  #electFrom(left: readonly number[]): void {
    const [first = 0, second] = left.length > 1 ? this.#finalists(left) : left
    this.#scoreRound(left, second === undefined ? first : undefined, [first, second ?? first])
    if (second !== undefined) this.#runoff(first, second)
  }

  #runoff(first: number, second: number): void {
    const [votes, other] = [this.#prefer(first, second), this.#prefer(second, first)]
    const winner = votes === other ? this.#breakRunoff(first, second) : votes > other ? first : second
    const loser = winner === first ? second : first
    const [most, least] = [Math.max(votes, other), Math.min(votes, other)].map(String)
    const reason = { code: 'runoff', votes: most ?? '', other: loser, otherVotes: least ?? '' } as const
    const shown = this.#totals.map((_, each) =>
      each === first ? String(votes) : each === second ? String(other) : '0',
    )
    this.#rounds.push(stillRound(shown, { elected: [{ candidate: winner, reason }], eliminated: [] }))
    this.#winners.push(winner)
  }

  #scoreRound(left: readonly number[], elected?: number, finalists: readonly number[] = left): void {
    const votes = this.#totals.map((total, candidate) => (left.includes(candidate) ? String(total) : '0'))
    const out = left.filter((candidate) => !finalists.includes(candidate))
    this.#rounds.push(
      stillRound(votes, {
        elected:
          elected === undefined
            ? []
            : [{ candidate: elected, reason: { code: 'most-votes', votes: votes[elected] ?? '' } }],
        eliminated: out.map((candidate) => ({
          candidate,
          reason: { code: 'not-finalist', votes: votes[candidate] ?? '' },
        })),
      }),
    )
    if (elected !== undefined) this.#winners.push(elected)
  }

  #finalists(left: readonly number[]): number[] {
    const highest = this.#highest(left)
    if (highest.length > 1) return this.#choose(highest, 2)
    const others = this.#highest(left.filter((candidate) => !highest.includes(candidate)))
    return [...highest, ...this.#choose(others, 1)]
  }

  #highest(left: readonly number[]): number[] {
    const most = Math.max(...left.map((candidate) => this.#total(candidate)))
    return left.filter((candidate) => this.#total(candidate) === most)
  }

  /** `count` of the tied, by how many of the others each is preferred to. */
  #choose(tied: readonly number[], count: number): number[] {
    if (tied.length === count) return [...tied]
    const round = this.#rounds.length
    const wins = (a: number): number => tied.filter((b) => this.#prefer(a, b) > this.#prefer(b, a)).length
    const ranked = [...tied].sort((a, b) => wins(b) - wins(a))
    const least = wins(ranked[count - 1] ?? 0)
    const above = ranked.filter((candidate) => wins(candidate) > least)
    const level = ranked.filter((candidate) => wins(candidate) === least)
    const chosen = [...above, ...this.#ties.byOrder({ round, over: 'finalist' }, level, count - above.length)]
    if (above.length + level.length === count)
      this.#ties.record({ round, over: 'finalist', tied, chosen, rule: 'head-to-head' })
    return chosen
  }

  #breakRunoff(first: number, second: number): number {
    const [round, tied] = [this.#rounds.length, [first, second]]
    const [a, b] = [this.#total(first), this.#total(second)]
    if (a === b) return this.#ties.byOrder({ round, over: 'seat' }, tied)[0] ?? first
    const winner = a > b ? first : second
    this.#ties.record({ round, over: 'seat', tied, chosen: [winner], rule: 'score' })
    return winner
  }

  #total(candidate: number): number {
    return this.#totals[candidate] ?? 0
  }

  #prefer(a: number, b: number): number {
    return this.#preferred[a]?.[b] ?? 0
  }
}
