import type { LiveElection } from '../elections/live-election.ts'

/** A head and its result come a few milliseconds apart; phones are woken once for both. */
const GATHER_MS = 25

/** Wakes whoever waits for the next change of an election. One subscription serves every waiting phone. */
export class ChangeSignal {
  readonly #waiting = new Set<() => void>()
  #timer: NodeJS.Timeout | undefined

  constructor(election: LiveElection) {
    election.subscribe(() => {
      this.#timer ??= setTimeout(() => this.wake(), GATHER_MS)
    })
  }

  /** Calls `listener` once, at the next change; returns the way to give up. */
  once(listener: () => void): () => void {
    this.#waiting.add(listener)
    return () => void this.#waiting.delete(listener)
  }

  /** Wakes everybody now: also on shutdown, so that no phone is left hanging. */
  wake(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const listeners = [...this.#waiting]
    this.#waiting.clear()
    for (const listener of listeners) listener()
  }
}
