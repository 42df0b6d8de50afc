import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import leveldown from 'leveldown'
import HttpPouch from 'pouchdb-adapter-http'
import LevelPouch from 'pouchdb-adapter-leveldb-core'
import type { StoredDoc } from '../couch/couch.ts'
import PouchDB from 'pouchdb-core/lib/index.js'
import replication from 'pouchdb-replication'

function PlainLevelPouch(this: object, options: object, callback: (error: unknown) => void): void {
  LevelPouch.call(this, { ...options, db: plainLeveldown }, callback)
}
PlainLevelPouch.valid = () => true
PlainLevelPouch.use_prefix = false
/** PouchDB calls it without `new`. */
function plainLeveldown(location: string): object {
  return new leveldown(location)
}
PouchDB.adapter('plain-leveldb', PlainLevelPouch)
PouchDB.plugin(HttpPouch).plugin(replication)

/** A PouchDB as it comes, with a database of its own on the disk, for tests. */
export class PouchObserver {
  readonly db: PouchDB
  readonly remote: PouchDB
  readonly #directory: string

  private constructor(directory: string, url: string, fetching: typeof fetch) {
    this.#directory = directory
    this.db = new PouchDB(join(directory, 'observer'), { adapter: 'plain-leveldb' })
    this.remote = new PouchDB(url, { fetch: fetching })
  }

  /** @param fetching what the remote database is asked with, for tests that look at the requests. */
  static async start(url: string, fetching: typeof fetch = fetch): Promise<PouchObserver> {
    return new PouchObserver(await mkdtemp(join(tmpdir(), 'urna-observer-')), url, fetching)
  }

  /** The winner of every document, with `_conflicts`. */
  async documents(): Promise<StoredDoc[]> {
    const { rows } = await this.db.allDocs({ include_docs: true, conflicts: true })
    return rows.flatMap(({ doc }) => (doc ? [doc as StoredDoc] : []))
  }

  async close(): Promise<void> {
    await this.db.close()
    await this.remote.close()
    await rm(this.#directory, { recursive: true, force: true })
  }
}
