import { createHash } from 'node:crypto'
import type { Request, Response, Router } from 'express'
import { isRecord, parseDocument } from '../document.ts'
import { EngineError, notFound } from '../errors.ts'
import { documentPages } from '../ranges.ts'
import { readWinner } from '../reading.ts'
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
  const winner = await database.read((store) =>
    readWinner(store, id, { includeDocs: true, conflicts: false }),
  )
  const existing = winner?.deleted === false ? (winner.doc ?? {}) : {}
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
  const winner = await database.read((store) =>
    readWinner(store, id, { includeDocs: true, conflicts: false }),
  )
  const doc = winner?.deleted === false ? (winner.doc ?? {}) : {}
  const name = pathPart(request, 'name')
  const views = isRecord(doc['views']) ? doc['views'] : {}
  if (!Object.hasOwn(views, name)) throw notFound('missing')
  const left = Object.fromEntries(Object.entries(views).filter(([key]) => key !== name))
  const isEmpty = Object.keys(left).length === 0
  const next = isEmpty ? { _rev: doc['_rev'], _deleted: true } : { ...doc, views: left }
  await writeDocument(database, parseDocument(next, true, id))
  sendJson(response, 200, { ok: true })
}

export function addIndexRoutes(router: Router, databases: Databases): void {
  addDatabaseRoute(router, databases, '/_index', { GET: listIndexes, POST: createIndex })
  for (const path of ['/_index/_design/:ddoc/json/:name', '/_index/:ddoc/json/:name']) {
    addDatabaseRoute(router, databases, path, { DELETE: deleteIndex })
  }
}
