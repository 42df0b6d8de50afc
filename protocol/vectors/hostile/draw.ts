import { sha512 } from '@noble/hashes/sha2.js'
import { utf8 } from '#protocol/bytes'
import { ORDER, integerOf } from './points.ts'

/** A stream of numbers that its label decides, the same in every run and in every engine. */
export class Draw {
  readonly #label: string
  #count = 0

  constructor(label: string) {
    this.#label = label
  }

  /** A whole number from 0, below `bound`. */
  below(bound: number): number {
    return Number(this.#next() % BigInt(bound))
  }

  /** A private scalar, from 1 to L − 1. */
  scalar(): bigint {
    return 1n + (this.#next() % (ORDER - 1n))
  }

  /** A message of up to 100 bytes. */
  message(): Uint8Array {
    return utf8(`${this.#label} ${this.#count++} `.repeat(3).slice(0, this.below(101)))
  }

  pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)]
    if (chosen === undefined) throw new RangeError('nothing to choose from')
    return chosen
  }

  #next(): bigint {
    return integerOf(sha512(utf8(`${this.#label} ${this.#count++}`)))
  }
}
