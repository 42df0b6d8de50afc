/** What the phone's code takes from the world outside; tests bring their own. */
export interface Environment {
  /** The origin that serves this app, and with it `/api` and `/sync`. */
  readonly origin: string
  readonly databaseName: string
  readonly fetch: typeof fetch
  /** The device's own clock, which may be wrong. */
  readonly clock: () => Date
  /** From 0 up to 1: spreads retries; nothing secret comes from it. */
  readonly random: () => number
  /** Resolves after so many milliseconds, or when `signal` aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** Beyond this a browser's timer fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, Math.min(milliseconds, LONGEST_TIMER_MS))
    signal.addEventListener('abort', done)
  })
}
