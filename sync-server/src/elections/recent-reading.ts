/** What was read at most so long ago; one reading serves everybody who asks meanwhile, and one that failed nobody. */
export class RecentReading<T> {
  readonly #read: () => Promise<T>
  readonly #keptMs: number
  readonly #clock: () => Date
  #last: { readonly since: number; readonly value: Promise<T> } | undefined

  constructor(read: () => Promise<T>, keptMs: number, clock: () => Date) {
    this.#read = read
    this.#keptMs = keptMs
    this.#clock = clock
  }

  get(): Promise<T> {
    const now = this.#clock().getTime()
    const age = now - (this.#last?.since ?? -Infinity)
    // A clock that was set back makes the last reading as good as none.
    if (this.#last && age >= 0 && age <= this.#keptMs) return this.#last.value
    const reading = { since: now, value: this.#read() }
    this.#last = reading
    reading.value.catch(() => {
      if (this.#last === reading) this.#last = undefined
    })
    return reading.value
  }
}
