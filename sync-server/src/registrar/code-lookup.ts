import type { Database, StoredDoc } from '../couch/couch.ts'
import type { CodeDocument } from './roll.ts'
import { codeId, parseCodeDocument } from './roll.ts'

export type Lookup =
  | { readonly kind: 'found'; readonly code: CodeDocument }
  | { readonly kind: 'unknown' }
  /** Too many are waiting; nothing was looked up. */
  | { readonly kind: 'busy' }

interface Waiting {
  readonly id: string
  readonly resolve: (lookup: Lookup) => void
  readonly reject: (error: unknown) => void
}

const MAX_BATCH = 200
const MAX_WAITING = 5000
/** Per batch: what a flood of wrong codes can cost is this many rows of a read that would be made anyway. */
const MAX_THROTTLED = 100

/**
 * Looks codes of one roll up, the requests of all connections in one read at a time. Throttled requests wait in a lane of
 * their own that takes the room others leave: a correct code from an address that an attacker shares still gets through.
 */
export class CodeLookup {
  readonly #registry: Database
  readonly #roll: string
  readonly #clear: Waiting[] = []
  readonly #throttled: Waiting[] = []
  #running = false

  constructor(registry: Database, roll: string) {
    this.#registry = registry
    this.#roll = roll
  }

  /** @param form the code's form for this registrar, base64url of 32 bytes. */
  find(form: string, throttled: boolean): Promise<Lookup> {
    const [lane, room] = throttled ? [this.#throttled, MAX_THROTTLED] : [this.#clear, MAX_WAITING]
    if (lane.length >= room) return Promise.resolve({ kind: 'busy' })
    return new Promise((resolve, reject) => {
      lane.push({ id: codeId(form), resolve, reject })
      if (!this.#running) void this.#drain()
    })
  }

  async #drain(): Promise<void> {
    this.#running = true
    while (this.#clear.length + this.#throttled.length > 0) {
      const first = this.#clear.splice(0, MAX_BATCH)
      await this.#answer([...first, ...this.#throttled.splice(0, Math.max(1, MAX_BATCH - first.length))])
    }
    this.#running = false
  }

  async #answer(batch: readonly Waiting[]): Promise<void> {
    try {
      const documents = await this.#registry.readMany(batch.map(({ id }) => id))
      batch.forEach((waiting, index) => this.#settle(waiting, documents[index]))
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }

  #settle({ resolve, reject }: Waiting, stored: StoredDoc | undefined): void {
    try {
      const code = stored && parseCodeDocument(stored)
      resolve(code?.roll === this.#roll ? { kind: 'found', code } : { kind: 'unknown' })
    } catch (error) {
      // Only this code's document is damaged; the others of the batch are answered.
      reject(error)
    }
  }
}
