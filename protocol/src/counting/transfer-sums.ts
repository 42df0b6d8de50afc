import { formatScaled } from './decimals.ts'
import type { Transfer } from './transcript.ts'

/** Where the votes of one candidate go, in whole units of votes. */
export class TransferSums {
  exhausted = 0
  readonly #to: Float64Array

  constructor(candidates: number) {
    this.#to = new Float64Array(candidates)
  }

  add(candidate: number, votes: number): void {
    this.#to[candidate] = (this.#to[candidate] ?? 0) + votes
  }

  to(candidate: number): number {
    return this.#to[candidate] ?? 0
  }

  get moved(): number {
    return this.#to.reduce((sum, votes) => sum + votes, this.exhausted)
  }

  /** The record of it, in votes of 10^`decimals` units; what of `votes` went nowhere was lost by rounding. */
  record(kind: Transfer['kind'], from: number, votes: number, decimals: number): Transfer {
    return {
      kind,
      from,
      votes: formatScaled(votes, decimals),
      to: Array.from(this.#to, (received, candidate) => ({
        candidate,
        votes: formatScaled(received, decimals),
      })).filter(({ candidate }) => this.to(candidate) > 0),
      exhausted: formatScaled(this.exhausted, decimals),
      lost: formatScaled(votes - this.moved, decimals),
    }
  }
}
