import type { ChangeRow, ChangesPage, Database, Doc, StoredDoc, WriteOutcome } from '../couch/couch.ts'

/** One call to a database, as an {@link Interceptor} sees it. */
export interface Call {
  readonly database: string
  readonly method: keyof Database
  readonly ids: readonly string[]
  /** What a write would store. */
  readonly docs: readonly Doc[]
}

/** Runs a call, or fails before it, after it, or never; tests make it crash, pause, lose answers or take turns. */
export type Interceptor = <T>(call: Call, run: () => T) => Promise<T>

// eslint-disable-next-line @typescript-eslint/require-await -- a call takes a turn, like one over a network
export const direct: Interceptor = async (_call, run) => run()

/** What is durable: documents with all their leaves, and the feed. It outlives every process that a test kills. */
export class FakeStore {
  readonly name: string
  readonly #leaves = new Map<string, StoredDoc[]>()
  /** What was replaced and what was deleted, deletions too, newest first. */
  readonly #older = new Map<string, StoredDoc[]>()
  /** In order of change; a document is in it once, at its last change. */
  #feed: string[] = []
  #revisions = 0
  #sequence = 0
  readonly #sequences = new Map<string, number>()
  #changed: (() => void)[] = []

  constructor(name: string) {
    this.name = name
  }

  leaves(id: string): StoredDoc[] {
    return (this.#leaves.get(id) ?? []).map((leaf) => structuredClone(leaf))
  }

  /** The leaves, then what they replaced. */
  revisions(id: string): StoredDoc[] {
    return [...this.leaves(id), ...(this.#older.get(id) ?? []).map((doc) => structuredClone(doc))]
  }

  winner(id: string): StoredDoc | undefined {
    return this.leaves(id).sort((a, b) => compareRevs(b._rev, a._rev))[0]
  }

  ids(): string[] {
    return [...this.#leaves.keys()].filter((id) => this.leaves(id).length > 0).sort()
  }

  write(doc: Doc): WriteOutcome {
    const { _id: id, _rev } = doc
    const leaves = this.#leaves.get(id) ?? []
    const current = this.winner(id)
    if (_rev === undefined ? current !== undefined : !leaves.some((leaf) => leaf._rev === _rev))
      return { kind: 'conflict', id }
    const generation = 1 + Number((_rev ?? '0').split('-')[0])
    const replaced = leaves.filter((leaf) => leaf._rev === _rev)
    this.#older.set(id, [...replaced, ...(this.#older.get(id) ?? [])])
    const rev = `${generation}-${String(++this.#revisions).padStart(8, '0')}`
    this.#set(
      id,
      leaves.filter((leaf) => leaf._rev !== _rev),
      { ...structuredClone(doc), _rev: rev },
    )
    return { kind: 'written', id, rev }
  }

  plant(doc: StoredDoc): void {
    const others = (this.#leaves.get(doc._id) ?? []).filter((leaf) => leaf._rev !== doc._rev)
    this.#set(doc._id, others, structuredClone(doc))
  }

  /** A deletion, as anybody may do it with the database's own tools. */
  remove(id: string): void {
    const tombstone = { _id: id, _rev: `${1000 + this.#revisions++}-deleted`, _deleted: true }
    this.#older.set(id, [tombstone, ...this.revisions(id)])
    this.#leaves.delete(id)
    this.#note(id)
  }

  /** The database loses a document with its history, as when it is compacted after a deletion and purged. */
  purge(id: string): void {
    this.#leaves.delete(id)
    this.#older.delete(id)
    this.#note(id)
  }

  /** The ids in the feed, oldest change first; tests replace it by another order or by repeats. */
  get feed(): readonly string[] {
    return this.#feed
  }

  rowsAfter(since: string): ChangeRow[] {
    return this.#feed
      .map((id) => ({ id, seq: this.#sequences.get(id) ?? 0 }))
      .filter(({ seq }) => seq > Number(since))
      .map(({ id, seq }) => this.row(id, String(seq)))
  }

  row(id: string, seq: string): ChangeRow {
    const doc = this.winner(id)
    const revs = this.leaves(id).map((leaf) => leaf._rev)
    return { id, seq, deleted: !doc, revs, ...(doc && { doc }) }
  }

  get lastSequence(): string {
    return String(this.#sequence)
  }

  /** Resolves at the next change, or when `signal` aborts. */
  changed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#changed.push(wake)
      signal.addEventListener('abort', wake)
    })
  }

  #set(id: string, others: readonly StoredDoc[], leaf: StoredDoc): void {
    this.#leaves.set(id, [...others, leaf])
    this.#note(id)
  }

  #note(id: string): void {
    this.#feed = [...this.#feed.filter((other) => other !== id), id]
    this.#sequences.set(id, ++this.#sequence)
    const waiting = this.#changed
    this.#changed = []
    for (const wake of waiting) wake()
  }
}

/** One process's access to a {@link FakeStore}, every call through `intercept`. */
export class FakeDatabase implements Database {
  readonly name: string
  readonly #store: FakeStore
  readonly #intercept: Interceptor

  constructor(store: FakeStore, intercept: Interceptor = direct) {
    this.name = store.name
    this.#store = store
    this.#intercept = intercept
  }

  read(id: string): Promise<StoredDoc | undefined> {
    return this.#call('read', [id], () => this.#store.winner(id))
  }

  readMany(ids: readonly string[]): Promise<(StoredDoc | undefined)[]> {
    return this.#call('readMany', ids, () => ids.map((id) => this.#store.winner(id)))
  }

  leaves(id: string): Promise<StoredDoc[]> {
    return this.#call('leaves', [id], () => this.#store.leaves(id))
  }

  leavesOfMany(ids: readonly string[]): Promise<StoredDoc[][]> {
    return this.#call('leavesOfMany', ids, () => ids.map((id) => this.#store.leaves(id)))
  }

  histories(ids: readonly string[]): Promise<StoredDoc[][]> {
    return this.#call('histories', ids, () => ids.map((id) => this.#store.leaves(id)))
  }

  revisions(id: string): Promise<StoredDoc[]> {
    return this.#call('revisions', [id], () => this.#store.revisions(id))
  }

  write(doc: Doc): Promise<WriteOutcome> {
    return this.#write('write', [doc], () => this.#store.write(doc))
  }

  writeAll(docs: readonly Doc[]): Promise<WriteOutcome[]> {
    return this.#write('writeAll', docs, () => docs.map((doc) => this.#store.write(doc)))
  }

  compareAndSwap(doc: Doc): Promise<WriteOutcome> {
    return this.#write('compareAndSwap', [doc], () => this.#store.write(doc))
  }

  plant(docs: readonly StoredDoc[]): Promise<void> {
    return this.#write('plant', docs, () => docs.forEach((doc) => this.#store.plant(doc)))
  }

  async *range({ startKey, endKey }: { startKey: string; endKey: string }): AsyncIterable<StoredDoc> {
    const inRange = (id: string): boolean => id >= startKey && id <= endKey
    const ids = await this.#call('range', [], () => this.#store.ids().filter(inRange))
    for (const id of ids) {
      const doc = this.#store.winner(id)
      if (doc) yield doc
    }
  }

  changes({ since, limit }: { since: string; limit: number }): Promise<ChangesPage> {
    return this.#call('changes', [], () => {
      const rows = this.#store.rowsAfter(since)
      const page = rows.slice(0, limit)
      const lastSeq = page.at(-1)?.seq ?? this.#store.lastSequence
      return { rows: page, lastSeq, pending: rows.length - page.length }
    })
  }

  async *follow(options: {
    since: string
    pageSize?: number
    signal: AbortSignal
  }): AsyncIterable<ChangesPage> {
    const { pageSize = 500, signal } = options
    let { since } = options
    let first = true
    while (!hasEnded(signal)) {
      const page = await this.changes({ since, limit: pageSize })
      if (hasEnded(signal)) return
      since = page.lastSeq
      if (first || page.rows.length > 0) yield page
      else await this.#store.changed(signal)
      first = false
    }
  }

  info(): Promise<{ docCount: number; updateSeq: string }> {
    const count = (): number => this.#store.ids().length
    return this.#call('info', [], () => ({ docCount: count(), updateSeq: this.#store.lastSequence }))
  }

  #call<T>(method: keyof Database, ids: readonly string[], run: () => T): Promise<T> {
    return this.#intercept({ database: this.name, method, ids, docs: [] }, run)
  }

  #write<T>(method: keyof Database, docs: readonly Doc[], run: () => T): Promise<T> {
    const ids = docs.map((doc) => doc._id)
    return this.#intercept({ database: this.name, method, ids, docs }, run)
  }
}

function compareRevs(a: string, b: string): number {
  const difference = Number(a.split('-')[0]) - Number(b.split('-')[0])
  if (difference !== 0) return difference
  return a < b ? -1 : 1
}

function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted
}
