import { formatScaled } from './decimals.ts'
import { NOBODY } from './piles.ts'
import type { Transfer } from './transcript.ts'

/** Adds up where the votes of one candidate go, in units of 10^−`decimals`. */
export class TransferSums {
  exhausted = 0
  readonly #to: number[]

  constructor(candidates: number) {
    this.#to = new Array<number>(candidates).fill(0)
  }

  /** `candidate` may be {@link NOBODY}. */
  add(candidate: number, votes: number): void {
    if (candidate === NOBODY) this.exhausted += votes
    else this.#to[candidate] = (this.#to[candidate] ?? 0) + votes
  }

  to(candidate: number): number {
    return this.#to[candidate] ?? 0
  }

  get moved(): number {
    return this.#to.reduce((sum, votes) => sum + votes, this.exhausted)
  }

  /** The record of it; what of `votes` went nowhere was lost by rounding. */
  record(kind: Transfer['kind'], from: number, votes: number, decimals: number): Transfer {
    return {
      kind,
      from,
      votes: formatScaled(votes, decimals),
      to: this.#to
        .map((received, candidate) => ({ candidate, votes: formatScaled(received, decimals), received }))
        .filter(({ received }) => received > 0)
        .map(({ candidate, votes: shown }) => ({ candidate, votes: shown })),
      exhausted: formatScaled(this.exhausted, decimals),
      lost: formatScaled(votes - this.moved, decimals),
    }
  }
}
