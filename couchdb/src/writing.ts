import { EngineError, conflict } from './errors.ts'
import { isLocalId, ownMembers, parseLocalRev } from './document.ts'
import type { Database } from './store/database.ts'
import type { DocumentInput, DocumentStore, WriteRow } from './store/document-store.ts'

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

/** Answers in the order of `docs`. Everything but local documents goes to the disk in one batch. */
export function writeDocuments(
  database: Database,
  docs: readonly DocumentInput[],
  newEdits: boolean,
): Promise<WriteRow[]> {
  if (docs.length === 0) return Promise.resolve([])
  return database.write(async (store) => {
    const replicated = docs.filter((doc) => !isLocalId(doc._id))
    const rows = replicated.length === 0 ? [] : await store.write(replicated, newEdits)
    const results = new Map(replicated.map((doc, index) => [doc, rows[index]]))
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
