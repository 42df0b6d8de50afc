import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import LevelPouch from 'pouchdb-adapter-leveldb-core'
import PouchDB, { type PouchRow } from 'pouchdb-core/lib/index.js'
import type {
  ChangeRow,
  ChangesQuery,
  DocumentInput,
  DocumentStore,
  LocalDocument,
  RangeQuery,
  RangeRow,
  StoredDocument,
  WriteRow,
} from './document-store.ts'
import { durableLeveldown } from './durable-leveldown.ts'
import type { RevisionTree } from './revision-tree.ts'

const ADAPTER = 'durable-leveldb'

function DurableLevelPouch(this: object, options: object, callback: (error: unknown) => void): void {
  LevelPouch.call(this, { ...options, db: durableLeveldown }, callback)
}
DurableLevelPouch.valid = () => true
// Names are paths here, and get no prefix.
DurableLevelPouch.use_prefix = false
PouchDB.adapter(ADAPTER, DurableLevelPouch)

/**
 * PouchDB copies plain objects member by member, and a member called `__proto__` gets lost on the way. Instances of
 * a class it passes on as they are. Top-level members are its own; a document never has `__proto__` among them.
 */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- a class for its prototype
class Opaque {
  constructor(members: object) {
    Object.assign(this, members)
  }
}

/**
 * PouchDB compares the two ends of a range as UTF-16 and returns nothing if they look reversed, but LevelDB orders by
 * UTF-8. An end that is no number passes that comparison, and LevelDB gets the string.
 */
class RangeEnd {
  readonly #id: string
  constructor(id: string) {
    this.#id = id
  }
  [Symbol.toPrimitive](hint: string): string | number {
    return hint === 'number' ? NaN : this.#id
  }
}

/** The greatest id in byte order is some repetition of this; without an end, PouchDB stops at U+00FF. */
const BEYOND_ALL_IDS = '\u{10FFFF}'.repeat(8)

/** CouchDB's order of members; the rest keeps its own. */
function ordered({ _id, _rev, ...members }: StoredDocument): StoredDocument {
  return { _id, _rev, ...members }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 404
}

function writeRow({ _id: id }: DocumentInput, row: Partial<PouchRow> | undefined): WriteRow {
  if (row?.ok && row.rev !== undefined) return { ok: true, id, rev: row.rev }
  if (row?.name === 'conflict') {
    return { ok: false, id, error: { error: 'conflict', reason: 'Document update conflict.' } }
  }
  return { ok: false, id, error: { error: 'internal_server_error', reason: row?.message ?? '' } }
}

class PouchStore implements DocumentStore {
  readonly identity: string
  readonly #pouch: PouchDB
  readonly #path: string

  constructor(pouch: PouchDB, identity: string, path: string) {
    this.#pouch = pouch
    this.identity = identity
    this.#path = path
  }

  async summary(): Promise<{ docCount: number; updateSeq: number }> {
    const info = await this.#pouch.info()
    return { docCount: info.doc_count, updateSeq: info.update_seq }
  }

  async size(): Promise<number> {
    const names = await readdir(this.#path)
    // LevelDB removes files while they are counted.
    const sizes = names.map((name) =>
      stat(join(this.#path, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    )
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  }

  tree(id: string): Promise<RevisionTree | undefined> {
    return new Promise((resolve) => {
      this.#pouch._getRevisionTree(id, (error, tree) => resolve(error ? undefined : tree))
    })
  }

  async body(id: string, rev: string): Promise<StoredDocument | undefined> {
    return this.#get(id, { rev })
  }

  async #get(id: string, options: object): Promise<StoredDocument | undefined> {
    try {
      return ordered(await this.#pouch.get(id, options))
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  async range(query: RangeQuery): Promise<RangeRow[]> {
    const { lower = '', upper = BEYOND_ALL_IDS, descending, limit, includeDocs } = query
    const [startkey, endkey] = descending ? [upper, lower] : [lower, upper]
    const { rows } = await this.#pouch.allDocs({
      startkey: new RangeEnd(startkey),
      endkey: new RangeEnd(endkey),
      descending,
      limit,
      include_docs: includeDocs,
    })
    return rows.map(({ id, value, doc }) => ({ id, rev: value.rev, ...(doc && { doc: ordered(doc) }) }))
  }

  async changes(query: ChangesQuery): Promise<ChangeRow[]> {
    if (query.limit === 0) return [] // PouchDB takes 0 for 1.
    const { results } = await this.#pouch.changes({
      since: query.since,
      limit: query.limit,
      descending: query.descending,
      style: 'all_docs',
      conflicts: query.conflicts,
      include_docs: true,
      return_docs: true,
      ...(query.docIds && { doc_ids: query.docIds }),
    })
    return results.map((change) => {
      const winner = change.doc._rev
      const others = change.changes.map(({ rev }) => rev).filter((rev) => rev !== winner)
      const { seq, id } = change
      return {
        seq,
        id,
        doc: ordered(change.doc),
        deleted: change.deleted === true,
        revs: [winner, ...others],
      }
    })
  }

  async write(docs: readonly DocumentInput[], newEdits: boolean): Promise<WriteRow[]> {
    const inputs = docs.map((doc) => new Opaque(doc))
    const rows = await this.#pouch.bulkDocs(inputs, { new_edits: newEdits })
    if (newEdits) return docs.map((doc, index) => writeRow(doc, rows[index]))
    // Without new edits PouchDB sorts the documents and lists failures only.
    const failures = new Map(rows.map((row) => [row.id, row]))
    return docs.map((doc) => writeRow(doc, failures.get(doc._id) ?? { ok: true, rev: doc._rev ?? '' }))
  }

  async readLocal(id: string): Promise<LocalDocument | undefined> {
    const stored = await this.#get(id, {})
    return stored && (stored['local'] as LocalDocument)
  }

  async writeLocal(id: string, local: LocalDocument | undefined): Promise<void> {
    const stored = await this.#get(id, {})
    const revision = stored && { _rev: stored._rev }
    if (local !== undefined) await this.#pouch.put(new Opaque({ _id: id, ...revision, local }))
    else if (stored !== undefined) await this.#pouch.remove(new Opaque({ _id: id, ...revision }))
  }

  async compact(): Promise<void> {
    await this.#pouch.compact()
  }

  async close(): Promise<void> {
    await this.#pouch.close()
  }
}

/** Opens the database in the directory `path`, which is created if it is not there. */
export async function openPouchStore(path: string): Promise<DocumentStore> {
  const pouch = new PouchDB(path, {
    adapter: ADAPTER,
    // As in CouchDB, the bodies of replaced revisions stay until the database is compacted, but of the last hundred
    // only: a document that is rewritten every second for a week stays small, and its writes stay fast.
    auto_compaction: false,
    revs_limit: 100,
    // A revision derived from the content can come up twice in one tree; PouchDB then throws where nobody catches.
    deterministic_revs: false,
  })
  // Each running read of the feed is a listener; there are as many as there are requests.
  pouch.setMaxListeners(0)
  return new PouchStore(pouch, await pouch.id(), path)
}
