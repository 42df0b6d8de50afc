import { canonicalJson } from '#protocol/json'
import type { Database, Doc, StoredDoc } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'

const MAX_ATTEMPTS = 5

/**
 * Decides in `control` what a document says: the first that is stored at an id stands, whoever stores it.
 *
 * @returns the document that stands.
 * @throws {CouchError} unavailable, when nobody knows; the same call may simply be made again.
 */
export async function decideOnce(control: Database, document: Doc): Promise<StoredDoc> {
  const outcome = await control.compareAndSwap(document)
  if (outcome.kind === 'refused') throw new Error(`${document._id} was refused: ${outcome.reason}`)
  const stored = outcome.kind === 'unacknowledged' ? undefined : await control.read(document._id)
  if (!stored) throw new CouchError('unavailable', `${control.name}/${document._id} may not be stored`)
  return stored
}

/**
 * Copies what `control` has decided into the public database, over whatever else is there. On a cluster no writer there
 * can know that it was the only one, and need not: all write the same.
 *
 * @throws {CouchError} unavailable, when nobody knows whether the copy is durable; copying again is harmless.
 */
export async function publishCopy(control: Database, database: Database, id: string): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const decided = await control.read(id)
    if (!decided) throw new Error(`${control.name} has no ${id}`)
    const { _rev, ...copy } = decided
    const there = await database.read(id)
    if (there && isCopy(there, copy)) return
    const outcome = await database.write({ ...copy, ...(there && { _rev: there._rev }) })
    if (outcome.kind === 'written') return
    if (outcome.kind === 'refused') throw new Error(`${id} was refused: ${outcome.reason}`)
    if (outcome.kind === 'unacknowledged') break
  }
  throw new CouchError('unavailable', `${database.name}/${id} may not be stored`)
}

function isCopy({ _rev, ...there }: StoredDoc, copy: Doc): boolean {
  return canonicalJson(there) === canonicalJson(copy)
}
