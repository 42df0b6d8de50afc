import type { ChangesPage, Couch, Database, Doc, StoredDoc, WriteOutcome } from '../couch/couch.ts'

/**
 * What happens to the write that is about to be made: `crash` throws before it, `crash-after` makes it and then throws,
 * `lost` does not make it and `unknown` makes it, both without an acknowledgement.
 */
export type Fault = 'crash' | 'crash-after' | 'lost' | 'unknown' | undefined
export type FaultPlan = (write: { readonly database: string; readonly doc: Doc }) => Fault

/** The process died here, as far as a test is concerned. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** A CouchDB of one node in memory, for tests; `plan` decides about each write, so that any of them can fail. */
export class MemoryCouch implements Couch {
  readonly #databases = new Map<string, MemoryDatabase>()
  plan: FaultPlan = () => undefined
  /**
   * As on a cluster whose nodes do not see one another's writes in time: where there is more than one copy, a write that
   * comes second wins in the end, and nobody acknowledges it.
   */
  racing = false
  /** What each database was created with. */
  readonly sizes = new Map<string, { q?: number; n?: number }>()

  ensureDatabase(name: string, sizes: { q?: number; n?: number } = {}): Promise<Database> {
    if (!this.#databases.has(name)) this.sizes.set(name, sizes)
    const known =
      this.#databases.get(name) ??
      new MemoryDatabase(name, {
        plan: (doc) => this.plan({ database: name, doc }),
        isRacing: () => this.racing && sizes.n !== 1,
      })
    this.#databases.set(name, known)
    return Promise.resolve(known)
  }

  database(name: string): Database {
    const known = this.#databases.get(name)
    if (!known) throw new Error(`no database ${name}`)
    return known
  }

  publicReads(name: string): ReturnType<Couch['publicReads']> {
    return this.database(name)
  }

  databaseNames(): Promise<string[]> {
    return Promise.resolve([...this.#databases.keys()].sort())
  }

  deleteDatabase(name: string): Promise<void> {
    this.#databases.delete(name)
    return Promise.resolve()
  }

  isUp(): Promise<boolean> {
    return Promise.resolve(true)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

class MemoryDatabase implements Database {
  readonly name: string
  readonly #plan: (doc: Doc) => Fault
  readonly #isRacing: () => boolean
  readonly #docs = new Map<string, StoredDoc>()
  #writes = 0

  constructor(name: string, surroundings: { plan: (doc: Doc) => Fault; isRacing: () => boolean }) {
    this.name = name
    this.#plan = surroundings.plan
    this.#isRacing = surroundings.isRacing
  }

  async read(id: string): Promise<StoredDoc | undefined> {
    const [doc] = await this.readMany([id])
    return doc
  }

  async readMany(ids: readonly string[]): Promise<(StoredDoc | undefined)[]> {
    await turn()
    return ids.map((id) => structuredClone(this.#docs.get(id)))
  }

  async leaves(id: string): Promise<StoredDoc[]> {
    const doc = await this.read(id)
    return doc ? [doc] : []
  }

  leavesOfMany(ids: readonly string[]): Promise<StoredDoc[][]> {
    return Promise.all(ids.map((id) => this.leaves(id)))
  }

  histories(ids: readonly string[]): Promise<StoredDoc[][]> {
    return this.leavesOfMany(ids)
  }

  revisions(id: string): Promise<StoredDoc[]> {
    return this.leaves(id)
  }

  async write(doc: Doc): Promise<WriteOutcome> {
    await turn()
    return this.#put(doc)
  }

  async writeAll(docs: readonly Doc[]): Promise<WriteOutcome[]> {
    await turn()
    return docs.map((doc) => this.#put(doc))
  }

  compareAndSwap(doc: Doc): Promise<WriteOutcome> {
    return this.write(doc)
  }

  plant(): Promise<void> {
    return Promise.reject(new Error('the memory database has no second leaves'))
  }

  async *range(options: { startKey: string; endKey: string; limit?: number }): AsyncGenerator<StoredDoc> {
    await turn()
    const ids = [...this.#docs.keys()].filter((id) => id >= options.startKey && id <= options.endKey)
    for (const id of ids.sort().slice(0, options.limit)) {
      const doc = this.#docs.get(id)
      if (doc) yield structuredClone(doc)
    }
  }

  changes(): Promise<ChangesPage> {
    return Promise.reject(new Error('the memory database has no feed'))
  }

  follow(): AsyncIterable<ChangesPage> {
    throw new Error('the memory database has no feed')
  }

  info(): Promise<{ docCount: number; updateSeq: string }> {
    return Promise.resolve({ docCount: this.#docs.size, updateSeq: String(this.#writes) })
  }

  #put(doc: Doc): WriteOutcome {
    const id = doc._id
    const fault = this.#plan(doc)
    if (fault === 'crash') throw new Crash(`before ${this.name}/${id}`)
    if (fault === 'lost') return { kind: 'unacknowledged', id }
    const rev = this.#store(doc)
    if (rev === undefined && this.#isRacing()) {
      this.#docs.set(id, structuredClone({ ...doc, _rev: `${++this.#writes}-second` }))
      return { kind: 'unacknowledged', id }
    }
    if (fault === 'crash-after') throw new Crash(`after ${this.name}/${id}`)
    if (fault === 'unknown') return { kind: 'unacknowledged', id }
    return rev === undefined ? { kind: 'conflict', id } : { kind: 'written', id, rev }
  }

  #store(doc: Doc): string | undefined {
    const known = this.#docs.get(doc._id)
    if (known?._rev !== doc._rev) return undefined
    const rev = `${++this.#writes}-memory`
    if (doc._deleted === true) this.#docs.delete(doc._id)
    else this.#docs.set(doc._id, structuredClone({ ...doc, _rev: rev }))
    return rev
  }
}

/** Every call waits a turn of the event loop, so that callers interleave as they do over a network. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
