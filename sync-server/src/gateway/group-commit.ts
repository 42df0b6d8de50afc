import type { Ballot } from '#protocol/formats/ballot'
import type { Storing } from './store-ballots.ts'

interface Waiting {
  readonly ballot: Ballot
  /** Milliseconds since 1970; past it nobody waits for the answer any more. */
  readonly until: number
  readonly resolve: ((storing: Storing) => void)[]
}

/** Which of them came first is nobody's business, and the database would keep it. */
function byId({ ballot: a }: Waiting, { ballot: b }: Waiting): number {
  return a._id < b._id ? -1 : 1
}

const UNAVAILABLE: Storing = { kind: 'unavailable' }

/**
 * Gathers the ballots of all connections into batches: while one batch is being written the next one fills, so the
 * batch grows with the load and a lone ballot waits for nobody. Past `maxWaiting` it says no at once instead of queueing
 * without end.
 */
export class GroupCommit {
  readonly #store: (ballots: readonly Ballot[]) => Promise<readonly Storing[]>
  readonly #onFailure: (error: unknown) => void
  readonly #clock: () => Date
  readonly #maxBatch: number
  readonly #maxWaiting: number
  /** By ballot id: two connections that send the same ballot share one row. */
  readonly #waiting = new Map<string, Waiting>()
  #running: Promise<void> | undefined

  /** @param ports onFailure: told of each batch of which the database said nothing. */
  constructor(
    ports: {
      readonly store: (ballots: readonly Ballot[]) => Promise<readonly Storing[]>
      readonly onFailure: (error: unknown) => void
      readonly clock: () => Date
    },
    { maxBatch = 500, maxWaiting = 5000 } = {},
  ) {
    this.#store = ports.store
    this.#onFailure = ports.onFailure
    this.#clock = ports.clock
    this.#maxBatch = maxBatch
    this.#maxWaiting = maxWaiting
  }

  /**
   * Resolves once the ballot is durable, or with `unavailable` when nobody can say so, or not by `until` (milliseconds
   * since 1970). Durable after `until` is as good as not at all: the closing sweep may be over by then.
   */
  async write(ballot: Ballot, until: number): Promise<Storing> {
    const storing = await this.#enqueue(ballot, until)
    return this.#isOver(until) ? UNAVAILABLE : storing
  }

  #enqueue(ballot: Ballot, until: number): Promise<Storing> {
    return new Promise((resolve) => {
      const twin = this.#waiting.get(ballot._id)
      if (twin) return void twin.resolve.push(resolve)
      if (this.#waiting.size >= this.#maxWaiting) return resolve(UNAVAILABLE)
      this.#waiting.set(ballot._id, { ballot, until, resolve: [resolve] })
      this.#running ??= this.#drain()
    })
  }

  /** Resolves when nothing is being written or waiting. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  #isOver(until: number): boolean {
    return this.#clock().getTime() > until
  }

  async #drain(): Promise<void> {
    while (this.#waiting.size > 0) {
      // Whatever else arrived in this turn of the event loop travels in the same batch.
      await new Promise(setImmediate)
      const next = [...this.#waiting.values()].slice(0, this.#maxBatch).sort(byId)
      for (const { ballot } of next) this.#waiting.delete(ballot._id)
      const batch = next.filter(({ until }) => !this.#isOver(until))
      for (const { resolve } of next.filter((waiting) => !batch.includes(waiting)))
        for (const answer of resolve) answer(UNAVAILABLE)
      const storings = await this.#attempt(batch)
      batch.forEach(({ resolve }, index) => {
        for (const answer of resolve) answer(storings[index] ?? UNAVAILABLE)
      })
    }
    this.#running = undefined
  }

  async #attempt(batch: readonly Waiting[]): Promise<readonly Storing[]> {
    if (batch.length === 0) return []
    try {
      return await this.#store(batch.map(({ ballot }) => ballot))
    } catch (error) {
      // The phones keep their ballots and come again.
      this.#onFailure(error)
      return []
    }
  }
}
