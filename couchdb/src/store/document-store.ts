import type { RevisionTree } from './revision-tree.ts'

/**
 * What the engine needs from a store of revisioned documents: one database of it. PouchDB on LevelDB is the one there
 * is; should PouchDB drop LevelDB, this is what to implement. Calls are not isolated from each other: `Database`
 * runs writes alone and reads together.
 */
export interface DocumentStore {
  /** Random, drawn when the database was created. */
  readonly identity: string
  summary(): Promise<{ docCount: number; updateSeq: number }>
  /** Bytes on the disk. */
  size(): Promise<number>
  /** Undefined if no revision of the document was ever written. */
  tree(id: string): Promise<RevisionTree | undefined>
  /** Undefined if the revision, or its body, is not there. */
  body(id: string, rev: string): Promise<StoredDocument | undefined>
  /** Documents that are not deleted, in byte order of their ids, both ends included. */
  range(query: RangeQuery): Promise<RangeRow[]>
  /** The last change of each document, by sequence. */
  changes(query: ChangesQuery): Promise<ChangeRow[]>
  /**
   * All documents in one synced batch, answered in their order. With `newEdits` each is compared with the stored
   * leaves; without, each is added as the leaf that its `_rev` says.
   */
  write(docs: readonly DocumentInput[], newEdits: boolean): Promise<WriteRow[]>
  readLocal(id: string): Promise<LocalDocument | undefined>
  /** Replaces whatever is stored under the id; undefined removes it. */
  writeLocal(id: string, doc: LocalDocument | undefined): Promise<void>
  /** Removes the bodies of all revisions that are no leaves. */
  compact(): Promise<void>
  close(): Promise<void>
}

/** A document as it may be stored: checked by `parseDocument`, `_`-members limited to these. */
export interface DocumentInput {
  _id: string
  _rev?: string
  _deleted?: boolean
  _revisions?: { start: number; ids: string[] }
  [member: string]: unknown
}

export interface StoredDocument {
  _id: string
  _rev: string
  _deleted?: boolean
  [member: string]: unknown
}

/** A document outside of replication: no history, the last write wins. `members` are without `_id` and `_rev`. */
export interface LocalDocument {
  rev: string
  members: Record<string, unknown>
}

export type WriteRow = { ok: true; id: string; rev: string } | { ok: false; id: string; error: WriteError }
export interface WriteError {
  error: string
  reason: string
}

export interface RangeQuery {
  lower?: string
  upper?: string
  descending: boolean
  limit: number
  includeDocs: boolean
}

export interface RangeRow {
  id: string
  rev: string
  doc?: StoredDocument
}

export interface ChangesQuery {
  /** Changes after this sequence. Ignored with `descending`. */
  since: number
  limit: number
  descending: boolean
  /** With `_conflicts` in the winners that have any. */
  conflicts: boolean
  docIds?: string[]
}

export interface ChangeRow {
  seq: number
  id: string
  deleted: boolean
  /** All leaves, the winner first. */
  revs: string[]
  /** The winner. */
  doc: StoredDocument
}
