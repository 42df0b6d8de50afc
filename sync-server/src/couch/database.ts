import type { CouchError } from './couch-error.ts'
import type { ChangesPage, Doc, StoredDoc, WriteOutcome } from './documents.ts'

/** One database. What has no outcome to report throws a `CouchError`. */
export interface Database {
  readonly name: string
  /** Undefined for missing and deleted. */
  read(id: string): Promise<StoredDoc | undefined>
  /** In the order of `ids`. Reads one copy: on a cluster a row that is just written may still be absent. */
  readMany(ids: readonly string[]): Promise<(StoredDoc | undefined)[]>
  /** Every leaf revision that is not deleted; none for a missing document. */
  leaves(id: string): Promise<StoredDoc[]>
  /** The same for each of `ids`, in one request and in their order; undefined for one that cannot be read now. */
  leavesOfMany(ids: readonly string[]): Promise<(StoredDoc[] | undefined)[]>
  /**
   * Every revision of a document that the database can still read, the leaves first: replaced ones and deletions
   * (`_deleted`) too, until it is compacted. None when nothing was ever written.
   */
  revisions(id: string): Promise<StoredDoc[]>
  /**
   * Every leaf of each of `ids`, deletions (`_deleted`) too, the winner first, each with its history (`_revisions`). One
   * request; in the order of `ids`. Empty for what was never written, undefined for what cannot be read now.
   */
  histories(ids: readonly string[]): Promise<(StoredDoc[] | undefined)[]>
  write(doc: Doc): Promise<WriteOutcome>
  /** One `_bulk_docs`; outcomes in the order of `docs`. */
  writeAll(docs: readonly Doc[]): Promise<WriteOutcome[]>
  /** Compare-and-swap by a plain PUT (only 201 commits). For databases with q=1, n=1. */
  compareAndSwap(doc: Doc): Promise<WriteOutcome>
  /** Adds each document as a leaf of its own `_rev` beside what is there (`new_edits: false`). */
  plant(docs: readonly StoredDoc[]): Promise<void>
  /** Documents by id, both ends included, in byte order of the ids, read page by page. */
  range(options: { startKey: string; endKey: string; limit?: number }): AsyncIterable<StoredDoc>
  changes(options: { since: string; limit: number; includeDocs: boolean }): Promise<ChangesPage>
  /**
   * Follows the feed for ever: catches up by pages, then long-polls. On errors it backs off and goes on from the
   * last page handed out. Rows may repeat and come in any order. Ends when `signal` aborts. '0' is the start.
   */
  follow(options: {
    since: string
    includeDocs: boolean
    pageSize?: number
    signal: AbortSignal
    /** Told of each failure, to log it; the feed goes on. */
    onError?: (error: CouchError) => void
  }): AsyncIterable<ChangesPage>
  info(): Promise<{ docCount: number; updateSeq: string }>
}
