import { bulkOutcomes, errorOf, expectOk, isMissingDocument, refusalOf, swapOutcome } from './answers.ts'
import { CouchError } from './couch-error.ts'
import type { Database } from './database.ts'
import type { ChangesPage, Doc, StoredDoc, WriteOutcome } from './documents.ts'
import { followFeed } from './follow.ts'
import type { Pacing } from './pacing.ts'
import {
  isRecord,
  isStoredDoc,
  readArray,
  readChangesPage,
  readDoc,
  readRecord,
  readSequence,
} from './shapes.ts'
import type { CouchRequest, CouchResponse, Transport } from './transport.ts'

export interface DatabaseContext {
  transport: Transport
  pacing: Pacing
  /** Fires when the connection is closed. */
  closing: AbortSignal
  requestTimeoutMs: number
}

const RANGE_PAGE = 500
const FOLLOW_PAGE = 500
/** How long CouchDB may hold an idle long-poll; its own default is 60 s. */
const LONG_POLL_MS = 30_000

/** The path of a document. `.` and `..` never leave a URL parser as they are, so they cannot be ids here. */
function documentPath(id: string): string {
  if (id === '' || id === '.' || id === '..')
    throw new CouchError('unexpected', 'an id that no path can carry')
  const [, prefix = '', rest = ''] = /^(_design\/|_local\/)?(.*)$/s.exec(id) ?? []
  return prefix + encodeURIComponent(rest)
}

class NanoDatabase implements Database {
  readonly name: string
  readonly #context: DatabaseContext

  constructor(name: string, context: DatabaseContext) {
    this.name = name
    this.#context = context
  }

  #send(request: Omit<CouchRequest, 'database'>): Promise<CouchResponse> {
    return this.#context.transport.send({ ...request, database: this.name })
  }

  async read(id: string): Promise<StoredDoc | undefined> {
    const response = await this.#send({ method: 'GET', path: documentPath(id) })
    if (isMissingDocument(response)) return undefined
    return readDoc(expectOk(response, `GET /${this.name}`))
  }

  async readMany(ids: readonly string[]): Promise<(StoredDoc | undefined)[]> {
    if (ids.length === 0) return []
    const response = await this.#send({
      method: 'POST',
      path: '_all_docs',
      query: { include_docs: true },
      body: { keys: ids },
    })
    const rows = readRows(expectOk(response, `POST /${this.name}/_all_docs`))
    return ids.map((id, index) => {
      const doc = rows[index]?.['doc']
      return isStoredDoc(doc) && doc._id === id ? doc : undefined
    })
  }

  async leaves(id: string): Promise<StoredDoc[]> {
    return (await this.#leaves(id)).filter((doc) => doc._deleted !== true)
  }

  async leavesOfMany(ids: readonly string[]): Promise<(StoredDoc[] | undefined)[]> {
    if (ids.length === 0) return []
    const rows = await this.#bulkGet(ids.map((id) => ({ id })))
    return ids.map((id, index) => readLeavesRow(id, rows[index])?.filter((doc) => doc._deleted !== true))
  }

  async histories(ids: readonly string[]): Promise<(StoredDoc[] | undefined)[]> {
    if (ids.length === 0) return []
    const rows = await this.#bulkGet(
      ids.map((id) => ({ id })),
      { revs: true },
    )
    return ids.map((id, index) => readLeavesRow(id, rows[index])?.sort(byPrecedence))
  }

  /** One row for each of `docs`, in their order. */
  async #bulkGet(
    docs: readonly { id: string; rev?: string }[],
    query: NonNullable<CouchRequest['query']> = {},
  ): Promise<Record<string, unknown>[]> {
    const what = `POST /${this.name}/_bulk_get`
    const body = expectOk(
      await this.#send({ method: 'POST', path: '_bulk_get', query, body: { docs } }),
      what,
    )
    return readArray(readRecord(body, 'the revisions')['results'], 'the revisions').map((row) =>
      readRecord(row, 'a revision'),
    )
  }

  /** With `_revisions` the history of each, and deletions among them. */
  async #leaves(id: string, query: CouchRequest['query'] = {}): Promise<StoredDoc[]> {
    const path = documentPath(id)
    const response = await this.#send({ method: 'GET', path, query: { open_revs: 'all', ...query } })
    if (isMissingDocument(response)) return []
    return readOkDocs(expectOk(response, `GET /${this.name}`), 'the leaves')
  }

  async revisions(id: string): Promise<StoredDoc[]> {
    const leaves = await this.#leaves(id, { revs: true })
    const known = new Set(leaves.map((leaf) => leaf._rev))
    const older = leaves.flatMap(revsOf).filter((rev) => !known.has(rev))
    if (older.length === 0) return leaves.map(withoutHistory)
    const rows = await this.#bulkGet([...new Set(older)].map((rev) => ({ id, rev })))
    return [...leaves.map(withoutHistory), ...rows.flatMap(({ docs }) => readOkDocs(docs, 'a revision'))]
  }

  async write(doc: Doc): Promise<WriteOutcome> {
    const [outcome] = await this.writeAll([doc])
    return outcome ?? { kind: 'unacknowledged', id: doc._id }
  }

  async writeAll(docs: readonly Doc[]): Promise<WriteOutcome[]> {
    if (docs.length === 0) return []
    const response = await this.#sendWrite({ method: 'POST', path: '_bulk_docs', body: { docs } })
    if (response === undefined) return docs.map(({ _id }) => ({ kind: 'unacknowledged', id: _id }))
    return bulkOutcomes(docs, response)
  }

  async compareAndSwap(doc: Doc): Promise<WriteOutcome> {
    const response = await this.#sendWrite({ method: 'PUT', path: documentPath(doc._id), body: doc })
    return response === undefined ? { kind: 'unacknowledged', id: doc._id } : swapOutcome(doc, response)
  }

  /** Undefined when no answer came: the write may have reached the disk all the same. */
  async #sendWrite(request: Omit<CouchRequest, 'database'>): Promise<CouchResponse | undefined> {
    try {
      return await this.#send(request)
    } catch (error) {
      if (error instanceof CouchError && error.code === 'unavailable') return undefined
      throw error
    }
  }

  async plant(docs: readonly StoredDoc[]): Promise<void> {
    if (docs.length === 0) return
    const what = `POST /${this.name}/_bulk_docs`
    const response = await this.#send({
      method: 'POST',
      path: '_bulk_docs',
      body: { docs, new_edits: false },
    })
    // The answer lists failures only; a 202 says that fewer copies than the quorum took the leaves.
    const [failure] = readArray(expectOk(response, what), 'the failures')
    if (failure !== undefined) throw new CouchError('unexpected', `${what}: ${refusalOf(failure).error}`)
    if (response.status !== 201) throw new CouchError('unavailable', `${what}: ${response.status}`)
  }

  async *range(options: { startKey: string; endKey: string; limit?: number }): AsyncGenerator<StoredDoc> {
    let startKey = options.startKey
    let left = options.limit ?? Infinity
    while (left > 0) {
      const limit = Math.min(RANGE_PAGE, left)
      const rows = await this.#rangePage({ startkey: startKey, endkey: options.endKey, limit })
      for (const row of rows) yield readDoc(row['doc'])
      const last = rows.at(-1)?.['id']
      if (rows.length < limit || typeof last !== 'string') return
      left -= rows.length
      // The next possible id. `skip=1` would pass over a document if `last` were deleted meanwhile.
      startKey = `${last}\u0000`
    }
  }

  async #rangePage(query: {
    startkey: string
    endkey: string
    limit: number
  }): Promise<Record<string, unknown>[]> {
    const response = await this.#send({
      method: 'GET',
      path: '_all_docs',
      query: { ...query, include_docs: true },
    })
    return readRows(expectOk(response, `GET /${this.name}/_all_docs`))
  }

  async changes(options: { since: string; limit: number; includeDocs: boolean }): Promise<ChangesPage> {
    return this.#changes(changesQuery(options), {})
  }

  async #changes(query: CouchRequest['query'], limits: Pick<CouchRequest, 'timeoutMs' | 'feed'>) {
    const response = await this.#send({ method: 'GET', path: '_changes', query: { ...query }, ...limits })
    return readChangesPage(expectOk(response, `GET /${this.name}/_changes`))
  }

  follow(options: Parameters<Database['follow']>[0]): AsyncIterable<ChangesPage> {
    return this.#follow(options)
  }

  async *#follow(options: Parameters<Database['follow']>[0]): AsyncGenerator<ChangesPage> {
    const { closing, pacing, requestTimeoutMs } = this.#context
    const { since, includeDocs, pageSize = FOLLOW_PAGE, onError } = options
    const signal = AbortSignal.any([options.signal, closing])
    const longPoll = { feed: 'longpoll', timeout: LONG_POLL_MS }
    yield* followFeed(
      (position) => {
        const query = changesQuery({ since: position.since, limit: pageSize, includeDocs })
        // CouchDB's `_changes` can hang past its own timeout: ours ends it.
        const timeoutMs = requestTimeoutMs + (position.wait ? LONG_POLL_MS : 0)
        return this.#changes(position.wait ? { ...query, ...longPoll } : query, { timeoutMs, feed: signal })
      },
      { since, signal, pacing, ...(onError && { onError }) },
    )
  }

  async info(): Promise<{ docCount: number; updateSeq: string }> {
    const response = await this.#send({ method: 'GET' })
    const info = readRecord(expectOk(response, `GET /${this.name}`), 'the database information')
    const docCount = info['doc_count']
    if (typeof docCount !== 'number') throw errorOf(response, `GET /${this.name}`)
    return { docCount, updateSeq: readSequence(info['update_seq']) }
  }
}

function changesQuery(options: { since: string; limit: number; includeDocs: boolean }) {
  const { since, limit, includeDocs } = options
  // all_docs: every leaf, or a second leaf planted beside the winner would never show.
  return { since, limit, include_docs: includeDocs, style: 'all_docs' }
}

function readRows(body: unknown): Record<string, unknown>[] {
  return readArray(readRecord(body, 'rows')['rows'], 'rows').filter(isRecord)
}

/** Of rows that are each `{ok: document}` or tell why there is none. */
function readOkDocs(rows: unknown, what: string): StoredDoc[] {
  return readArray(rows, what)
    .map((row) => readRecord(row, what)['ok'])
    .filter(isStoredDoc)
}

/** Undefined when the row tells of anything but leaves, or of none because nothing was ever written. */
function readLeavesRow(id: string, row: Record<string, unknown> | undefined): StoredDoc[] | undefined {
  if (row?.['id'] !== id) return undefined
  const docs = readArray(row['docs'], 'the leaves')
  const isRead = docs.every((doc) => isRecord(doc) && (isStoredDoc(doc['ok']) || isMissingRow(doc['error'])))
  return isRead ? readOkDocs(docs, 'the leaves') : undefined
}

function isMissingRow(error: unknown): boolean {
  return isRecord(error) && error['error'] === 'not_found' && error['reason'] === 'missing'
}

function revsOf({ _revisions: history }: StoredDoc): string[] {
  const { start, ids } = readRecord(history, 'a history')
  return readArray(ids, 'a history').map((hash, age) => `${Number(start) - age}-${String(hash)}`)
}

function withoutHistory({ _revisions: _history, ...doc }: StoredDoc): StoredDoc {
  return doc
}

/** CouchDB's order of leaves: what is not deleted first, then the longer history, then the greater hash. */
function byPrecedence(a: StoredDoc, b: StoredDoc): number {
  if (a._deleted !== b._deleted) return a._deleted === true ? 1 : -1
  const longer = parseInt(b._rev) - parseInt(a._rev)
  if (longer !== 0) return longer
  return a._rev < b._rev ? 1 : -1
}

export function openDatabase(name: string, context: DatabaseContext): Database {
  return new NanoDatabase(name, context)
}
