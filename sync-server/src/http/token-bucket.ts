/** A bucket of tokens: how many it holds at most, and how many come back a second. */
export interface BucketSize {
  readonly capacity: number
  readonly perSecond: number
}

/** Patience that is used up and comes back. Never in debt: a flood costs no more patience than there is. Times are milliseconds. */
export class TokenBucket {
  readonly #size: BucketSize
  #tokens: number
  #at: number

  constructor(size: BucketSize, now: number) {
    this.#size = size
    this.#tokens = size.capacity
    this.#at = now
  }

  isEmpty(now: number): boolean {
    return this.#level(now) < 1
  }

  take(now: number): void {
    this.#tokens = Math.max(0, this.#level(now) - 1)
    this.#at = now
  }

  secondsUntilToken(now: number): number {
    return Math.max(0, 1 - this.#level(now)) / this.#size.perSecond
  }

  #level(now: number): number {
    // A clock that was set back gives nothing and takes nothing.
    const seconds = Math.max(0, now - this.#at) / 1000
    return Math.min(this.#size.capacity, this.#tokens + seconds * this.#size.perSecond)
  }
}
