import type { Database, Doc, WriteOutcome } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'

/**
 * Creates a document.
 *
 * @returns false when there is one already: nothing was written.
 * @throws {CouchError} unavailable, when nobody knows whether it was stored; every caller may simply run again.
 */
export function createDocument(database: Database, document: Doc): Promise<boolean> {
  return swapDocument(database, document)
}

/** Replaces the revision `document._rev`, or creates the document without one. @returns false when it changed meanwhile. */
export async function swapDocument(database: Database, document: Doc): Promise<boolean> {
  const outcome = await database.compareAndSwap(document)
  return wasWritten(outcome, `${database.name}/${document._id}`)
}

function wasWritten(outcome: WriteOutcome, what: string): boolean {
  switch (outcome.kind) {
    case 'written':
      return true
    case 'conflict':
      return false
    case 'unacknowledged':
      throw new CouchError('unavailable', `${what} may not be stored`)
    case 'refused':
      throw new Error(`${what} was refused: ${outcome.reason}`)
  }
}
