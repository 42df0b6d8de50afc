import type { ChangesPage, Doc, StoredDoc, WriteOutcome } from './documents.ts'
import { CouchError } from './couch-error.ts'

export type { ChangeRow, ChangesPage, Doc, Json, StoredDoc, WriteOutcome } from './documents.ts'
export { CouchError, type CouchErrorCode } from './couch-error.ts'

export interface Couch {
  /** Creates the database if absent; q and n pass through (seals: q=1,n=1). */
  ensureDatabase(name: string, options?: { q?: number; n?: number }): Promise<Database>
  database(name: string): Database
  databaseNames(): Promise<string[]>
  deleteDatabase(name: string): Promise<void>
  isUp(): Promise<boolean>
  /** Ends every feed; in-flight requests finish. */
  close(): Promise<void>
}

export interface Database {
  readonly name: string
  read(id: string): Promise<StoredDoc | undefined>
  readMany(ids: readonly string[]): Promise<(StoredDoc | undefined)[]>
  leaves(id: string): Promise<StoredDoc[]>
  write(doc: Doc): Promise<WriteOutcome>
  writeAll(docs: readonly Doc[]): Promise<WriteOutcome[]>
  compareAndSwap(doc: Doc): Promise<WriteOutcome>
  plant(docs: readonly StoredDoc[]): Promise<void>
  range(options: { startKey: string; endKey: string; limit?: number }): AsyncIterable<StoredDoc>
  changes(options: { since: string; limit: number; includeDocs: boolean }): Promise<ChangesPage>
  follow(options: {
    since: string
    includeDocs: boolean
    pageSize?: number
    signal: AbortSignal
  }): AsyncIterable<ChangesPage>
  info(): Promise<{ docCount: number; updateSeq: string }>
}

export function openCouch(_options: { url: string; requestTimeoutMs?: number }): Couch {
  throw new CouchError('unavailable', 'not built yet')
}
