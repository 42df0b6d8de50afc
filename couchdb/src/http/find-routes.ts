import type { Request, Response, Router } from 'express'
import { createFieldSorter, getFieldFromDoc, parseField, setFieldInDoc } from 'pouchdb-selector-core'
import { isRecord } from '../document.ts'
import { EngineError } from '../errors.ts'
import { documentPages } from '../ranges.ts'
import type { Database } from '../store/database.ts'
import type { Databases } from '../store/databases.ts'
import type { StoredDocument } from '../store/document-store.ts'
import { matches } from './changes-query.ts'
import { parseFields, readIndexes, type SortField } from './index-routes.ts'
import { postedObject } from './json-body.ts'
import { sendJson } from './respond.ts'
import { addDatabaseRoute } from './routing.ts'

/**
 * Queries for the people who look into a database. They read it from end to end: an index would be a second LevelDB,
 * to be kept, closed and crashed with the first, and nothing that counts votes asks for one.
 */
interface FindQuery {
  selector: Record<string, unknown>
  fields: string[] | undefined
  sort: SortField[]
  limit: number
  skip: number
}

const KNOWN = new Set([
  ...[
    'selector',
    'fields',
    'sort',
    'limit',
    'skip',
    'bookmark',
    'use_index',
    'conflicts',
    'r',
    'update',
    'stable',
  ],
  ...['stale', 'execution_stats', 'allow_fallback'],
])
const DEFAULT_LIMIT = 25

function nonNegative(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value)
  const reason = `${JSON.stringify(value)} is not an integer greater than or equal to zero`
  throw new EngineError(400, 'invalid_non_neg_integer', reason)
}

/** A bookmark is how many documents came before it. */
function parseBookmark(bookmark: unknown): number {
  return typeof bookmark === 'string' && /^\d{1,15}$/.test(bookmark) ? Number(bookmark) : 0
}

function parseFindQuery(body: Record<string, unknown>): FindQuery {
  const unknown = Object.keys(body).find((key) => !KNOWN.has(key))
  if (unknown !== undefined) {
    throw new EngineError(400, 'invalid_key', `Invalid key ${unknown} for this request.`)
  }
  const { selector, fields, sort, limit, skip, bookmark } = body
  if (selector === undefined)
    throw new EngineError(400, 'missing_required_key', 'Missing required key: selector')
  if (!isRecord(selector)) {
    const reason = `Selector must be a JSON object, not: ${JSON.stringify(selector)}`
    throw new EngineError(400, 'invalid_selector_json', reason)
  }
  matches({}, selector) // Refuses an operator that there is not, before anything is read.
  return {
    selector,
    fields: Array.isArray(fields) && fields.length > 0 ? fields.map(String) : undefined,
    sort: sort === undefined ? [] : parseFields(sort),
    limit: nonNegative(limit, DEFAULT_LIMIT),
    skip: nonNegative(skip, 0) + parseBookmark(bookmark),
  }
}

async function assertSortable(database: Database, sort: readonly SortField[]): Promise<void> {
  const names = sort.map(([field]) => field)
  if (names.length === 0 || (names.length === 1 && names[0] === '_id')) return
  const indexes = await readIndexes(database)
  const covered = indexes.some((index) => names.every((name, at) => index.fields[at]?.[0] === name))
  if (covered) return
  throw new EngineError(
    400,
    'no_usable_index',
    'No index exists for this sort, try indexing by the sort fields.',
  )
}

function sorted(docs: StoredDocument[], sort: readonly SortField[]): StoredDocument[] {
  if (sort.length === 0) return docs
  const compare = createFieldSorter(sort.map(([field, direction]) => ({ [field]: direction })))
  // As with an index over these fields: what lacks one of them is not in it.
  const indexed = docs.filter((doc) =>
    sort.every(([field]) => getFieldFromDoc(doc, parseField(field)) !== undefined),
  )
  const rows = indexed.map((doc) => ({ doc })).sort(compare)
  if (sort[0]?.[1] === 'desc') rows.reverse()
  return rows.map(({ doc }) => doc)
}

function project(doc: StoredDocument, fields: readonly string[] | undefined): object {
  if (fields === undefined) return doc
  const projected = {}
  for (const field of fields) {
    const path = parseField(field)
    const value = getFieldFromDoc(doc, path)
    if (value !== undefined && !path.includes('__proto__')) setFieldInDoc(projected, path, value)
  }
  return projected
}

async function matchingDocs(database: Database, query: FindQuery): Promise<StoredDocument[]> {
  const enough = query.sort.length > 0 ? Infinity : query.skip + query.limit
  const found: StoredDocument[] = []
  for await (const page of documentPages(database, { descending: false, includeDocs: true })) {
    for (const { doc } of page) {
      if (doc !== undefined && !doc._id.startsWith('_design/') && matches(doc, query.selector))
        found.push(doc)
    }
    if (found.length >= enough) break
  }
  return sorted(found, query.sort).slice(query.skip, query.skip + query.limit)
}

async function find(request: Request, response: Response, database: Database): Promise<void> {
  const query = parseFindQuery(postedObject(request))
  await assertSortable(database, query.sort)
  const docs = await matchingDocs(database, query)
  sendJson(response, 200, {
    docs: docs.map((doc) => project(doc, query.fields)),
    bookmark: docs.length === 0 ? 'nil' : String(query.skip + docs.length),
    warning: 'No matching index found, create an index to optimize query time.',
  })
}

export function addFindRoutes(router: Router, databases: Databases): void {
  addDatabaseRoute(router, databases, '/_find', { POST: find })
}
