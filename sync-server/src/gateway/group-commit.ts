import type { Ballot } from '#protocol/formats/ballot'
import type { Storing } from './store-ballots.ts'

interface Waiting {
  readonly ballot: Ballot
  readonly resolve: ((storing: Storing) => void)[]
}

/**
 * Gathers the ballots of all connections into batches: while one batch is being written the next one fills, so the
 * batch grows with the load and a lone ballot waits for nobody. Past `maxWaiting` it says no at once instead of queueing
 * without end.
 */
export class GroupCommit {
  readonly #store: (ballots: readonly Ballot[]) => Promise<readonly Storing[]>
  readonly #maxBatch: number
  readonly #maxWaiting: number
  /** By ballot id: two connections that send the same ballot share one row. */
  readonly #waiting = new Map<string, Waiting>()
  #running: Promise<void> | undefined

  constructor(
    store: (ballots: readonly Ballot[]) => Promise<readonly Storing[]>,
    { maxBatch = 500, maxWaiting = 5000 } = {},
  ) {
    this.#store = store
    this.#maxBatch = maxBatch
    this.#maxWaiting = maxWaiting
  }

  /** Resolves once the ballot is durable, or with `unavailable` when nobody can say so. */
  write(ballot: Ballot): Promise<Storing> {
    return new Promise((resolve) => {
      const twin = this.#waiting.get(ballot._id)
      if (twin) return void twin.resolve.push(resolve)
      if (this.#waiting.size >= this.#maxWaiting) return resolve({ kind: 'unavailable' })
      this.#waiting.set(ballot._id, { ballot, resolve: [resolve] })
      this.#running ??= this.#drain()
    })
  }

  /** Resolves when nothing is being written or waiting. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#waiting.size > 0) {
      // Whatever else arrived in this turn of the event loop travels in the same batch.
      await new Promise(setImmediate)
      const batch = [...this.#waiting.values()].slice(0, this.#maxBatch)
      for (const { ballot } of batch) this.#waiting.delete(ballot._id)
      const storings = await this.#attempt(batch)
      batch.forEach(({ resolve }, index) => {
        for (const answer of resolve) answer(storings[index] ?? { kind: 'unavailable' })
      })
    }
    this.#running = undefined
  }

  async #attempt(batch: readonly Waiting[]): Promise<readonly Storing[]> {
    try {
      return await this.#store(batch.map(({ ballot }) => ballot))
    } catch {
      // The database did not answer: the phones keep their ballots and come again.
      return []
    }
  }
}
