import { CouchError } from './couch-error.ts'
import type { ChangeRow, ChangesPage, StoredDoc } from './documents.ts'

/** Readers of CouchDB's answers. What does not have the expected shape is 'unexpected', never half-read. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unexpected(what: string): CouchError {
  return new CouchError('unexpected', `unexpected shape of ${what}`)
}

export function readRecord(value: unknown, what: string): Record<string, unknown> {
  if (!isRecord(value)) throw unexpected(what)
  return value
}

export function readArray(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw unexpected(what)
  return value as unknown[]
}

export function readText(value: unknown, what: string): string {
  if (typeof value !== 'string') throw unexpected(what)
  return value
}

/** Sequences are strings on CouchDB 2 and later; numbers are let through for what speaks the older protocol. */
export function readSequence(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return readText(value, 'a sequence')
}

export function isStoredDoc(value: unknown): value is StoredDoc {
  return isRecord(value) && typeof value['_id'] === 'string' && typeof value['_rev'] === 'string'
}

export function readDoc(value: unknown): StoredDoc {
  if (!isStoredDoc(value)) throw unexpected('a document')
  return value
}

function readChangeRow(value: unknown): ChangeRow {
  const row = readRecord(value, 'a change')
  const revs = readArray(row['changes'], 'the revisions of a change')
  const change: ChangeRow = {
    id: readText(row['id'], 'the id of a change'),
    seq: readSequence(row['seq']),
    deleted: row['deleted'] === true,
    revs: revs.map((entry) => readText(readRecord(entry, 'a revision')['rev'], 'a revision')),
  }
  if (isStoredDoc(row['doc'])) change.doc = row['doc']
  return change
}

export function readChangesPage(body: unknown): ChangesPage {
  const page = readRecord(body, 'a page of changes')
  const pending = page['pending']
  return {
    // `seq` is null in rows that CouchDB skipped by seq_interval, which is never asked for here.
    rows: readArray(page['results'], 'a page of changes').map(readChangeRow),
    lastSeq: readSequence(page['last_seq']),
    pending: typeof pending === 'number' ? pending : 0,
  }
}
