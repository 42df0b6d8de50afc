/** Less than this is the time that an answer took, not a wrong clock. */
const TOLERANCE_MS = 3000

/**
 * The time as the election office has it: a phone's own clock may be off by a year, and would then call an open election
 * closed. What the server last said is kept for when there is no network.
 */
export class DeviceClock {
  readonly #own: () => Date
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>
  readonly #key: string
  readonly #listeners = new Set<() => void>()
  #offsetMs: number

  constructor(own: () => Date, storage: Pick<Storage, 'getItem' | 'setItem'>, key: string) {
    this.#own = own
    this.#storage = storage
    this.#key = key
    const stored = Number(storage.getItem(key) ?? 0)
    this.#offsetMs = Number.isSafeInteger(stored) ? stored : 0
  }

  now(): Date {
    return new Date(this.#own().getTime() + this.#offsetMs)
  }

  /** @param serverTime `now` of an answer that has just come; anything else is passed over. */
  learn(serverTime: unknown): void {
    const time = typeof serverTime === 'string' ? Date.parse(serverTime) : Number.NaN
    if (Number.isNaN(time)) return
    const difference = time - this.#own().getTime()
    const offset = Math.abs(difference) < TOLERANCE_MS ? 0 : difference
    if (offset === this.#offsetMs) return
    this.#offsetMs = offset
    this.#keep()
    for (const listener of [...this.#listeners]) listener()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** A full disk must not stop anything for the sake of a clock. */
  #keep(): void {
    try {
      this.#storage.setItem(this.#key, String(this.#offsetMs))
    } catch {
      return
    }
  }
}
