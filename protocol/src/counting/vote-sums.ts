import type { CountedContest } from './contest.ts'
import { exact } from './counting-error.ts'
import type { Ranking, Scoring } from './profile.ts'
import { Turnout } from './turnout.ts'

/** What one ballot gives: votes to candidates, none when it is blank; or `invalid`. */
export type BallotVotes = readonly (readonly [candidate: number, votes: number])[] | 'invalid'

/** Votes by candidate, kept while ballots come and go: each costs its own length. */
export class VoteSums {
  readonly votes: number[]
  readonly turnout = new Turnout()
  readonly #read: (ballot: Ranking | Scoring) => BallotVotes

  constructor({ candidates }: CountedContest, read: (ballot: Ranking | Scoring) => BallotVotes) {
    this.votes = candidates.map(() => 0)
    this.#read = read
  }

  /** Adds a ballot; with a negative weight takes it back. @throws {CountingError} too-many-votes. */
  apply(ballot: Ranking | Scoring, weight: number): void {
    const given = this.#read(ballot)
    if (given === 'invalid') return this.turnout.count('invalid', weight)
    this.turnout.count(given.length === 0 ? 'blank' : 'valid', weight)
    for (const [candidate, votes] of given)
      this.votes[candidate] = exact((this.votes[candidate] ?? 0) + exact(votes * weight))
  }
}
