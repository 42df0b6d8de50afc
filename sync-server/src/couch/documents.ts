/** The shapes that cross the CouchDB boundary: documents, outcomes of writes, pages of the changes feed. */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** A document as the caller writes it. Members with a leading underscore are CouchDB's. */
export interface Doc {
  _id: string
  _rev?: string
  _deleted?: boolean
  _conflicts?: string[]
  [member: string]: unknown
}

/** A document as CouchDB returned it. Nothing but `_id` and `_rev` has been checked. */
export type StoredDoc = Doc & { _rev: string }

export type WriteOutcome =
  /** Durable at quorum: 201, and the row carries no `accepted`. */
  | { kind: 'written'; id: string; rev: string }
  | { kind: 'conflict'; id: string }
  /** 202, `accepted: true`, a timeout or a 5xx: the document may or may not be there, now or later. */
  | { kind: 'unacknowledged'; id: string }
  | { kind: 'refused'; id: string; error: string; reason: string }

/** One row of the changes feed. `revs` are all leaf revisions, the winner first. */
export interface ChangeRow {
  id: string
  seq: string
  deleted: boolean
  doc?: StoredDoc
  revs: string[]
}

/** Sequences are opaque and belong to one cluster: compare them for equality only. */
export interface ChangesPage {
  rows: ChangeRow[]
  lastSeq: string
  /** Zero when the page reached the end of the feed; otherwise how many rows may follow. */
  pending: number
}
