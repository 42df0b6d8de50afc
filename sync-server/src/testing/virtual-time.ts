/** A clock that tests turn: `wait` resolves when the time comes, in order, and nothing ever sleeps. */
export class VirtualTime {
  #now: number
  #timers: { readonly at: number; readonly wake: () => void }[] = []

  constructor(start: string) {
    this.#now = Date.parse(start)
  }

  readonly clock = (): Date => new Date(this.#now)

  readonly wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const wake = (): void => {
        signal.removeEventListener('abort', wake)
        this.#timers = this.#timers.filter((other) => other !== timer)
        resolve()
      }
      const timer = { at: this.#now + Math.max(0, milliseconds), wake }
      this.#timers.push(timer)
      signal.addEventListener('abort', wake)
    })

  /** Lets everything that is ready run, then wakes timer after timer until the clock shows `time`. */
  async advanceTo(time: string | Date): Promise<void> {
    const end = new Date(time).getTime()
    for (;;) {
      await settle()
      const next = this.#nextTimer(end)
      if (!next) break
      this.#now = Math.max(this.#now, next.at)
      next.wake()
    }
    this.#now = Math.max(this.#now, end)
  }

  async advanceBy(milliseconds: number): Promise<void> {
    await this.advanceTo(new Date(this.#now + milliseconds))
  }

  #nextTimer(end: number): { readonly at: number; readonly wake: () => void } | undefined {
    const due = this.#timers.filter((timer) => timer.at <= end)
    return due.reduce<(typeof due)[number] | undefined>(
      (first, timer) => (first && first.at <= timer.at ? first : timer),
      undefined,
    )
  }
}

/** Resolves when no promise is ready any more: a macrotask runs after every microtask. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
}
