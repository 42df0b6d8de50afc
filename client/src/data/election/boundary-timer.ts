import type { Environment } from '../environment.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import type { DeviceClock } from './device-clock.ts'
import { electionsOf, nextBoundary, readPapers } from './papers.ts'

/**
 * Speaks up when an election opens or closes, or the promise of a receipt has passed: nothing is stored then, but screens
 * show something else.
 */
export class BoundaryTimer {
  readonly #store: PhoneStore
  readonly #clock: DeviceClock
  readonly #environment: Environment
  readonly #listeners = new Set<() => void>()
  readonly #stops: readonly (() => void)[]
  #waiting = new AbortController()

  constructor(store: PhoneStore, clock: DeviceClock, environment: Environment) {
    this.#store = store
    this.#clock = clock
    this.#environment = environment
    const again = (): void => this.#arm()
    this.#stops = [store.subscribe(again), clock.subscribe(again)]
    this.#arm()
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  close(): void {
    this.#stops.forEach((stop) => stop())
    this.#waiting.abort()
  }

  #arm(): void {
    this.#waiting.abort()
    const next = this.#nextBoundary()
    if (!next) return
    const waiting = new AbortController()
    this.#waiting = waiting
    void this.#environment.wait(next.getTime() - this.#clock.now().getTime(), waiting.signal).then(() => {
      if (waiting.signal.aborted) return
      for (const listener of [...this.#listeners]) listener()
      this.#arm()
    })
  }

  #nextBoundary(): Date | undefined {
    const { bulletins, deliveries } = this.#store.state
    const now = this.#clock.now()
    const times = electionsOf(bulletins).flatMap((election) => {
      const papers = readPapers(bulletins, election)
      return (papers && nextBoundary(papers, now)) ?? []
    })
    const promises = [...deliveries.values()]
      .flatMap(({ stage, receipt }) => (stage === 'received' && receipt ? receipt.body.appendBy : []))
      // A promise is broken a second after its last moment.
      .map((appendBy) => new Date(Date.parse(appendBy) + 1000))
      .filter((time) => time > now)
    return [...times, ...promises].sort((a, b) => a.getTime() - b.getTime())[0]
  }
}
