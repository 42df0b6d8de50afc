import { createHash } from 'node:crypto'
import type { Request, Response, Router } from 'express'
import { isRecord, parseDocument } from '../document.ts'
import { EngineError, notFound } from '../errors.ts'
import { documentPages } from '../ranges.ts'
import { readDocument, readWinner } from '../reading.ts'
import type { Database } from '../store/database.ts'
import type { Databases } from '../store/databases.ts'
import { writeDocument } from '../writing.ts'
import { postedObject } from './json-body.ts'
import { sendJson } from './respond.ts'
import { addDatabaseRoute, pathPart } from './routing.ts'

/** Definitions of Mango indexes, kept as CouchDB keeps them: in design documents of the language `query`. */

export type SortField = [field: string, direction: string]

export interface IndexDefinition {
  ddoc: string
  name: string
  fields: SortField[]
}

/** `["a", {"b": "desc"}]`. @throws {EngineError} 400 */
export function parseFields(fields: unknown): SortField[] {
  if (!Array.isArray(fields))
    throw new EngineError(400, 'invalid_sort_json', 'Sort must be an array of sort specs')
  return fields.map((field: unknown): SortField => {
    if (typeof field === 'string') return [field, 'asc']
    const [entry, ...others] = isRecord(field) ? Object.entries(field) : []
    if (entry !== undefined && others.length === 0 && (entry[1] === 'asc' || entry[1] === 'desc')) {
      return [entry[0], entry[1]]
    }
    throw new EngineError(400, 'invalid_sort_field', `Invalid sort field: ${JSON.stringify(field)}`)
  })
}

function required(body: Record<string, unknown>, key: string): unknown {
  if (body[key] !== undefined) return body[key]
  throw new EngineError(400, 'missing_required_key', `Missing required key: ${key}`)
}

function definitionsIn(doc: Record<string, unknown>): IndexDefinition[] {
  const views = doc['language'] === 'query' && isRecord(doc['views']) ? doc['views'] : {}
  return Object.entries(views).map(([name, view]) => {
    const map = isRecord(view) && isRecord(view['map']) ? view['map'] : {}
    const fields = isRecord(map['fields']) ? map['fields'] : {}
    const sortFields = Object.entries(fields).map(([field, direction]): SortField => [
      field,
      String(direction),
    ])
    return { ddoc: String(doc['_id']), name, fields: sortFields }
  })
}

export async function readIndexes(database: Database): Promise<IndexDefinition[]> {
  const indexes: IndexDefinition[] = []
  const range = { lower: '_design/', upper: '_design0', descending: false, includeDocs: true }
  for await (const page of documentPages(database, range)) {
    indexes.push(...page.flatMap(({ doc }) => (doc === undefined ? [] : definitionsIn(doc))))
  }
  return indexes
}

async function listIndexes(_request: Request, response: Response, database: Database): Promise<void> {
  const indexes = (await readIndexes(database)).map(({ ddoc, name, fields }) => ({
    ddoc,
    name,
    type: 'json',
    partitioned: false,
    def: { fields: fields.map(([field, direction]) => ({ [field]: direction })) },
  }))
  const primary = { ddoc: null, name: '_all_docs', type: 'special', def: { fields: [{ _id: 'asc' }] } }
  sendJson(response, 200, { total_rows: indexes.length + 1, indexes: [primary, ...indexes] })
}

/** The design document `id`, or an empty one where there is none. */
async function readDefinition(database: Database, id: string): Promise<Record<string, unknown>> {
  const winner = await database.read((store) =>
    readWinner(store, id, { includeDocs: true, conflicts: false }),
  )
  return winner?.deleted === false ? (winner.doc ?? {}) : {}
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}

async function createIndex(request: Request, response: Response, database: Database): Promise<void> {
  const body = postedObject(request)
  const index = required(body, 'index')
  const fields = parseFields(required(isRecord(index) ? index : {}, 'fields'))
  const hash = createHash('sha1').update(JSON.stringify(fields)).digest('hex')
  const id = `_design/${textOr(body['ddoc'], hash).replace(/^_design\//, '')}`
  const name = textOr(body['name'], hash)
  const existing = await readDefinition(database, id)
  if (definitionsIn({ _id: id, ...existing }).some((known) => known.name === name)) {
    sendJson(response, 200, { result: 'exists', id, name })
    return
  }
  const view = {
    map: { fields: Object.fromEntries(fields), partial_filter_selector: {} },
    reduce: '_count',
    options: { def: { fields: fields.map(([field]) => field) } },
  }
  const views = { ...(isRecord(existing['views']) ? existing['views'] : {}), [name]: view }
  await writeDocument(database, parseDocument({ ...existing, language: 'query', views }, true, id))
  sendJson(response, 200, { result: 'created', id, name })
}

async function deleteIndex(request: Request, response: Response, database: Database): Promise<void> {
  const id = `_design/${pathPart(request, 'ddoc')}`
  const doc = await readDefinition(database, id)
  const name = pathPart(request, 'name')
  const views = isRecord(doc['views']) ? doc['views'] : {}
  if (!Object.hasOwn(views, name)) throw notFound('missing')
  const left = Object.fromEntries(Object.entries(views).filter(([key]) => key !== name))
  const isEmpty = Object.keys(left).length === 0
  const next = isEmpty ? { _rev: doc['_rev'], _deleted: true } : { ...doc, views: left }
  await writeDocument(database, parseDocument(next, true, id))
  sendJson(response, 200, { ok: true })
}

/** Deletes design documents with all the indexes that they define, and no others. */
async function deleteIndexes(request: Request, response: Response, database: Database): Promise<void> {
  const ids = required(postedObject(request), 'docids')
  if (!Array.isArray(ids)) {
    const reason = `Bulk Delete requires an array of non-null docids. Docids: ${JSON.stringify(ids)}`
    throw new EngineError(400, 'invalid_bulk_docs', reason)
  }
  const success: object[] = []
  const fail: object[] = []
  for (const given of ids.map(String)) {
    const id = given.startsWith('_design/') ? given : `_design/${given}`
    const doc = await readDefinition(database, id)
    if (definitionsIn(doc).length === 0) fail.push({ id, error: 'not_found' })
    else {
      await writeDocument(database, parseDocument({ _rev: doc['_rev'], _deleted: true }, true, id))
      success.push({ id, ok: true })
    }
  }
  sendJson(response, 200, { success, fail })
}

/** CouchDB tells here how far an index is built. There is nothing to build: `_find` reads the documents. */
async function describeDesign(request: Request, response: Response, database: Database): Promise<void> {
  const name = pathPart(request, 'ddoc')
  const doc = await database.read((store) => readDocument(store, `_design/${name}`))
  const { updateSeq } = await database.read((store) => store.summary())
  const signature = createHash('md5')
    .update(JSON.stringify(doc['views'] ?? {}))
    .digest('hex')
  const idle = { updater_running: false, waiting_clients: 0, waiting_commit: false, compact_running: false }
  const sizes = { file: 0, external: 0, active: 0 }
  const view_index = {
    ...idle,
    signature,
    sizes,
    language: textOr(doc['language'], 'javascript'),
    update_seq: updateSeq,
  }
  sendJson(response, 200, { name, view_index })
}

export function addIndexRoutes(router: Router, databases: Databases): void {
  addDatabaseRoute(router, databases, '/_design/:ddoc/_info', { GET: describeDesign })
  addDatabaseRoute(router, databases, '/_index', { GET: listIndexes, POST: createIndex })
  addDatabaseRoute(router, databases, '/_index/_bulk_delete', { POST: deleteIndexes })
  for (const path of ['/_index/_design/:ddoc/json/:name', '/_index/:ddoc/json/:name']) {
    addDatabaseRoute(router, databases, path, { DELETE: deleteIndex })
  }
}
