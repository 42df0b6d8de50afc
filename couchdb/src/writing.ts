import { EngineError, conflict } from './errors.ts'
import { isLocalId, ownMembers, parseLocalRev } from './document.ts'
import type { Database } from './store/database.ts'
import type { DocumentInput, DocumentStore, WriteRow } from './store/document-store.ts'
import { leavesOf, revisionsOf } from './store/revision-tree.ts'

/** Like CouchDB, which compares nothing here: a checkpoint that lost its revision is simply written again. */
async function writeLocal(store: DocumentStore, doc: DocumentInput): Promise<WriteRow> {
  const id = doc._id
  if (doc._deleted === true) {
    await store.writeLocal(id, undefined)
    return { ok: true, id, rev: '0-0' }
  }
  const rev = `0-${parseLocalRev(doc._rev) + 1}`
  await store.writeLocal(id, { rev, members: ownMembers(doc) })
  return { ok: true, id, rev }
}

const CONFLICT = { error: 'conflict', reason: 'Document update conflict.' }

/** CouchDB takes a deleted document up again only without a revision; PouchDB also on top of the deletion. */
async function continuesDeletion(store: DocumentStore, doc: DocumentInput): Promise<boolean> {
  const tree = doc._rev === undefined ? undefined : await store.tree(doc._id)
  return tree !== undefined && leavesOf(revisionsOf(tree))[0]?.deleted === true
}

async function writeReplicated(
  store: DocumentStore,
  docs: readonly DocumentInput[],
  newEdits: boolean,
): Promise<Map<DocumentInput, WriteRow>> {
  const results = new Map<DocumentInput, WriteRow>()
  for (const doc of newEdits ? docs : []) {
    if (await continuesDeletion(store, doc)) results.set(doc, { ok: false, id: doc._id, error: CONFLICT })
  }
  const writable = docs.filter((doc) => !results.has(doc))
  const rows = writable.length === 0 ? [] : await store.write(writable, newEdits)
  writable.forEach((doc, index) => {
    const row = rows[index]
    if (row !== undefined) results.set(doc, row)
  })
  return results
}

/** Answers in the order of `docs`. Everything but local documents goes to the disk in one batch. */
export function writeDocuments(
  database: Database,
  docs: readonly DocumentInput[],
  newEdits: boolean,
): Promise<WriteRow[]> {
  if (docs.length === 0) return Promise.resolve([])
  return database.write(async (store) => {
    const replicated = docs.filter((doc) => !isLocalId(doc._id))
    const results = await writeReplicated(store, replicated, newEdits)
    const answers: WriteRow[] = []
    for (const doc of docs) answers.push(results.get(doc) ?? (await writeLocal(store, doc)))
    return answers
  })
}

/** @throws {EngineError} 409, or what else kept it from being written. */
export async function writeDocument(
  database: Database,
  doc: DocumentInput,
  newEdits = true,
): Promise<{ id: string; rev: string }> {
  const [row] = await writeDocuments(database, [doc], newEdits)
  if (row?.ok) return { id: row.id, rev: row.rev }
  if (row?.error.error === 'conflict') throw conflict()
  throw new EngineError(500, row?.error.error ?? 'internal_server_error', row?.error.reason ?? '')
}
