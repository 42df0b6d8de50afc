import { createHash } from 'node:crypto'
import type { Random } from './codes.ts'

/** A bucket of tokens: how many it holds at most, and how many come back a second. */
interface Size {
  readonly capacity: number
  readonly perSecond: number
}

/** A whole hall may vote from one address, and one voter in ten mistypes: generous, because a code has 80 bits. */
const PER_ADDRESS: Size = { capacity: 60, perSecond: 1 }
const PER_ELECTION: Size = { capacity: 1000, perSecond: 50 }
const FORGET_AFTER_MS = 60 * 60_000
const MAX_ADDRESSES = 20_000

/**
 * Counts wrong codes of one election, by client address and in all. It only ever says who has used up the patience; what
 * that means is the lookup's business: correct codes are answered all the same, through a lane of bounded cost.
 *
 * Addresses are kept in memory only, as hashes under a salt that is drawn anew every hour, when all are forgotten.
 */
export class WrongCodeThrottle {
  readonly #clock: () => Date
  readonly #random: Random
  #election: Bucket
  #addresses = new Map<string, Bucket>()
  #salt: Uint8Array
  #since: number

  constructor(clock: () => Date, random: Random) {
    this.#clock = clock
    this.#random = random
    this.#salt = random(16)
    this.#since = clock().getTime()
    this.#election = new Bucket(PER_ELECTION, this.#since)
  }

  /** An address that never failed is never throttled, however many others fail. */
  isThrottled(address: string): boolean {
    const bucket = this.#addresses.get(this.#hash(address))
    if (!bucket) return false
    const now = this.#clock().getTime()
    return bucket.isEmpty(now) || this.#election.isEmpty(now)
  }

  noteWrong(address: string): void {
    const now = this.#clock().getTime()
    this.#forget(now)
    const hash = this.#hash(address)
    const bucket = this.#addresses.get(hash) ?? new Bucket(PER_ADDRESS, now)
    this.#addresses.set(hash, bucket)
    bucket.take(now)
    this.#election.take(now)
  }

  /** Whole seconds until a wrong code from here would be looked at again without delay. */
  retryAfter(address: string): number {
    const now = this.#clock().getTime()
    const own = this.#addresses.get(this.#hash(address))?.secondsUntilToken(now) ?? 0
    return Math.max(1, Math.ceil(Math.max(own, this.#election.secondsUntilToken(now))))
  }

  #hash(address: string): string {
    return createHash('sha256').update(this.#salt).update(address).digest('base64url')
  }

  #forget(now: number): void {
    if (now - this.#since < FORGET_AFTER_MS && this.#addresses.size < MAX_ADDRESSES) return
    this.#salt = this.#random(16)
    this.#addresses = new Map()
    this.#since = now
  }
}

/** Never in debt: a flood of wrong codes costs an address no more patience than it has. */
class Bucket {
  readonly #size: Size
  #tokens: number
  #at: number

  constructor(size: Size, now: number) {
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
