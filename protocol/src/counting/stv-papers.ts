import { exact } from './counting-error.ts'
import { formatScaled } from './decimals.ts'
import { Piles } from './piles.ts'
import type { Profile } from './profile.ts'
import type { TransferSums } from './transfer-sums.ts'
import type { Transfer } from './transcript.ts'
import type { Turnout } from './turnout.ts'

/**
 * The papers of a count by the weighted inclusive Gregory method, and what each is worth: one at first, less with each
 * surplus that it was part of. Votes and values are whole numbers of units; `unit` of them, a power of ten, are one vote.
 */
export class GregoryPapers {
  readonly votes: number[]
  exhausted = 0
  lost = 0
  readonly #piles: Piles
  readonly #decimals: number

  /** @throws {CountingError} too-many-votes. */
  constructor(profile: Profile, unit: number) {
    this.#decimals = Math.round(Math.log10(unit))
    this.#piles = new Piles(profile, { equalRanks: 'exhaust', skippedRanks: 'exhaust' }, unit)
    const dealt = this.#piles.deal()
    this.votes = profile.candidates.map((_, candidate) => dealt.to(candidate))
    exact(this.turnout.ballots * unit)
  }

  get turnout(): Turnout {
    return this.#piles.turnout
  }

  /** `candidate` is elected, and takes no more papers. */
  close(candidate: number): void {
    this.#piles.close(candidate)
  }

  /** Moves what an elected candidate has above the quota. */
  transferSurplus(from: number, quota: number): Transfer {
    const votes = this.votes[from] ?? 0
    const values: number[] = []
    const sums = this.#piles.move(from, (value) => {
      const reduced = reduce(value, votes - quota, votes)
      values.push(reduced)
      return reduced
    })
    values.sort((a, b) => b - a)
    return {
      ...this.#settle('surplus', from, votes - quota, sums),
      values: values.map((value) => formatScaled(value, this.#decimals)),
    }
  }

  /** Moves every paper of a candidate who is eliminated, each at the value it has. */
  transferAll(from: number): Transfer {
    this.#piles.close(from)
    return this.#settle('elimination', from, this.votes[from] ?? 0, this.#piles.move(from))
  }

  #settle(kind: Transfer['kind'], from: number, votes: number, sums: TransferSums): Transfer {
    const transfer = sums.record(kind, from, votes, this.#decimals)
    this.votes.forEach((_, candidate) => this.#credit(candidate, sums.to(candidate)))
    this.#credit(from, -votes)
    this.exhausted += sums.exhausted
    this.lost += votes - sums.moved
    return transfer
  }

  #credit(candidate: number, votes: number): void {
    this.votes[candidate] = (this.votes[candidate] ?? 0) + votes
  }
}

/** value × surplus / votes, cut to whole units. The product can be beyond 2^53. */
function reduce(value: number, surplus: number, votes: number): number {
  return Number((BigInt(value) * BigInt(surplus)) / BigInt(votes))
}
