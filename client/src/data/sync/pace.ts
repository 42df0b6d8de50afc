import type { Environment } from '../environment.ts'

const FIRST_DELAY_MS = 1000
const LONGEST_DELAY_MS = 5 * 60_000

/**
 * How long to stay quiet after the `failures`-th failure in a row. A server that names a time is obeyed, and its callers
 * spread over half as long again; else the delay doubles, between half and all of it, so that a million phones that lost
 * one server do not come back in step.
 *
 * @param random from 0 up to 1.
 * @returns milliseconds.
 */
export function delayAfter(failures: number, retryAfterSeconds: number | undefined, random: number): number {
  if (retryAfterSeconds !== undefined) return Math.max(retryAfterSeconds, 1) * 1000 * (1 + random / 2)
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1))
  return (full / 2) * (1 + random)
}

/** When this phone may next speak to one server. Every request of one election waits for its turn here. */
export class Pace {
  readonly #environment: Environment
  readonly #stop: AbortSignal
  #failures = 0
  #asked = false
  #quiet: { readonly over: AbortController; readonly done: Promise<void> } | undefined

  constructor(environment: Environment, stop: AbortSignal) {
    this.#environment = environment
    this.#stop = stop
  }

  /** Resolves when it is time; at once after success. Rejects once stopped. */
  async turn(): Promise<void> {
    while (this.#quiet && !this.#stop.aborted) await this.#quiet.done
    this.#stop.throwIfAborted()
  }

  succeeded(): void {
    this.#failures = 0
    this.#end()
  }

  /** Requests that were under way together fail together: that is one failure. */
  failed(retryAfterSeconds?: number): void {
    if (this.#quiet && retryAfterSeconds === undefined) return
    this.#end()
    this.#failures++
    this.#asked = retryAfterSeconds !== undefined
    const over = new AbortController()
    const delay = delayAfter(this.#failures, retryAfterSeconds, this.#environment.random())
    const signal = AbortSignal.any([over.signal, this.#stop])
    const done = this.#environment.wait(delay, signal).then(() => {
      if (this.#quiet?.over === over) this.#quiet = undefined
    })
    this.#quiet = { over, done }
  }

  /** The voter asks, or the network came back: our own delay ends; one that the server asked for does not. */
  wake(): void {
    if (!this.#asked) this.#end()
  }

  #end(): void {
    this.#quiet?.over.abort()
    this.#quiet = undefined
  }
}
