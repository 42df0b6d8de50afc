import { createHash } from 'node:crypto'
import type { BucketSize } from '../http/token-bucket.ts'
import { TokenBucket } from '../http/token-bucket.ts'
import type { Random } from './codes.ts'

/** A whole hall may vote from one address, and one voter in ten mistypes: generous, because a code has 80 bits. */
const PER_ADDRESS: BucketSize = { capacity: 60, perSecond: 1 }
const PER_ELECTION: BucketSize = { capacity: 1000, perSecond: 50 }
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
  #election: TokenBucket
  #addresses = new Map<string, TokenBucket>()
  #salt: Uint8Array
  #since: number

  constructor(clock: () => Date, random: Random) {
    this.#clock = clock
    this.#random = random
    this.#salt = random(16)
    this.#since = clock().getTime()
    this.#election = new TokenBucket(PER_ELECTION, this.#since)
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
    const bucket = this.#addresses.get(hash) ?? new TokenBucket(PER_ADDRESS, now)
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
