import type { Router } from 'express'
import { isRecord, parseDocument, parseRev } from '../document.ts'
import { EngineError, badRequest } from '../errors.ts'
import { missingRevisions, readLeaves, type Leaf } from '../reading.ts'
import type { StoreReader } from '../store/database.ts'
import type { Databases } from '../store/databases.ts'
import { writeDocuments } from '../writing.ts'
import { readOptions } from './document-routes.ts'
import { postedObject } from './json-body.ts'
import { addressParameters } from './query.ts'
import { sendJson } from './respond.ts'
import { addDatabaseRoute, type DatabaseHandler } from './routing.ts'

const bulkDocs: DatabaseHandler = async (request, response, database) => {
  const { docs, new_edits: newEdits = true } = postedObject(request)
  if (docs === undefined) throw badRequest('POST body must include `docs` parameter.')
  if (!Array.isArray(docs)) throw badRequest('`docs` parameter must be an array.')
  if (typeof newEdits !== 'boolean') throw badRequest('`new_edits` parameter must be a boolean.')
  const inputs = docs.map((doc) => parseDocument(doc, newEdits))
  const rows = await writeDocuments(database, inputs, newEdits)
  const answers = rows.map((row) =>
    row.ok ? { ok: true, id: row.id, rev: row.rev } : { id: row.id, ...row.error },
  )
  // Without new edits only failures are listed.
  sendJson(response, 201, newEdits ? answers : answers.filter((answer) => !('ok' in answer)))
}

function bulkGetError(id: unknown, rev: unknown, error: string, reason: string): object {
  return { error: { id, rev, error, reason } }
}

function bulkGetLeaf(id: string, leaf: Leaf): object {
  return 'ok' in leaf ? leaf : bulkGetError(id, leaf.missing, 'not_found', 'missing')
}

async function bulkGetRow(
  store: StoreReader,
  wanted: unknown,
  options: Parameters<typeof readLeaves>[3],
): Promise<{ id: unknown; docs: object[] }> {
  const { id, rev } = isRecord(wanted) ? wanted : {}
  if (typeof id !== 'string') {
    return { id: null, docs: [bulkGetError(null, null, 'bad_request', 'document id missing')] }
  }
  try {
    const leaves = await readLeaves(store, id, rev === undefined ? 'all' : [parseRev(rev).rev], options)
    if (leaves.length > 0) return { id, docs: leaves.map((leaf) => bulkGetLeaf(id, leaf)) }
    return { id, docs: [bulkGetError(id, 'undefined', 'not_found', 'missing')] }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return { id, docs: [bulkGetError(id, rev, error.error, error.reason)] }
  }
}

const bulkGet: DatabaseHandler = async (request, response, database) => {
  const { docs } = postedObject(request)
  if (!Array.isArray(docs)) throw badRequest("Missing JSON list of 'docs'.")
  const options = readOptions(addressParameters(request))
  const results = await database.read((store) =>
    Promise.all(docs.map((wanted) => bulkGetRow(store, wanted, options))),
  )
  sendJson(response, 200, { results })
}

const revsDiff: DatabaseHandler = async (request, response, database) => {
  const wanted = Object.entries(postedObject(request)).map(([id, revs]) => {
    if (!Array.isArray(revs)) throw badRequest('Invalid list of revisions')
    return { id, revs: revs.map(parseRev) }
  })
  const rows = await database.read((store) =>
    Promise.all(wanted.map(async ({ id, revs }) => [id, await missingRevisions(store, id, revs)] as const)),
  )
  sendJson(response, 200, Object.fromEntries(rows.filter(([, row]) => row !== undefined)))
}

export function addBulkRoutes(router: Router, databases: Databases): void {
  addDatabaseRoute(router, databases, '/_bulk_docs', { POST: bulkDocs })
  addDatabaseRoute(router, databases, '/_bulk_get', { POST: bulkGet })
  addDatabaseRoute(router, databases, '/_revs_diff', { POST: revsDiff })
}
