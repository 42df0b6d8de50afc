import type { Request, Response, Router } from 'express'
import { documentPages } from '../ranges.ts'
import { readWinner } from '../reading.ts'
import { formatSequence } from '../store/sequence.ts'
import type { Database, StoreReader } from '../store/database.ts'
import type { Databases } from '../store/databases.ts'
import { JSON_PARAMETERS, parseAllDocsQuery, type AllDocsQuery } from './all-docs-query.ts'
import { postedObject } from './json-body.ts'
import { addressParameters, decodeJson } from './query.ts'
import { sendPart, startJson } from './respond.ts'
import { addDatabaseRoute } from './routing.ts'

async function keyRow(store: StoreReader, key: unknown, query: AllDocsQuery): Promise<object> {
  const winner = typeof key === 'string' && key !== '' ? await readWinner(store, key, query) : undefined
  if (winner === undefined) return { key, error: 'not_found' }
  const { rev } = winner
  if (winner.deleted) {
    return { id: key, key, value: { rev, deleted: true }, ...(query.includeDocs && { doc: null }) }
  }
  return { id: key, key, value: { rev }, ...(query.includeDocs && { doc: winner.doc }) }
}

async function* keyRows(database: Database, query: AllDocsQuery, keys: unknown[]): AsyncGenerator<object[]> {
  const ordered = query.descending ? [...keys].reverse() : keys
  const wanted = ordered.slice(query.skip, query.skip + query.limit)
  yield await database.read((store) => Promise.all(wanted.map((key) => keyRow(store, key, query))))
}

async function* rangeRows(database: Database, query: AllDocsQuery): AsyncGenerator<object[]> {
  let { skip, limit } = query
  if (query.nothing || limit === 0) return
  // With conflicts each document is read again, with its tree.
  const pages = documentPages(database, { ...query, includeDocs: query.includeDocs && !query.conflicts })
  for await (const page of pages) {
    const inRange = page.filter(({ id }) => id !== query.excluded)
    const rows = inRange.slice(skip, skip + limit)
    skip -= Math.min(skip, inRange.length)
    limit -= rows.length
    if (query.conflicts) {
      yield await database.read((store) => Promise.all(rows.map(({ id }) => keyRow(store, id, query))))
    } else yield rows.map(({ id, rev, doc }) => ({ id, key: id, value: { rev }, ...(doc && { doc }) }))
    if (limit === 0) return
  }
}

async function head(database: Database, query: AllDocsQuery): Promise<string> {
  const { docCount, updateSeq } = await database.read((store) => store.summary())
  const offset = query.keys === undefined ? query.skip : null
  const sequence = query.updateSeq
    ? `,"update_seq":${JSON.stringify(formatSequence(updateSeq, database.identity))}`
    : ''
  return `{"total_rows":${docCount},"offset":${offset}${sequence},"rows":[\n`
}

async function sendRows(response: Response, start: string, pages: AsyncIterable<object[]>): Promise<void> {
  let text = start
  let separator = ''
  for await (const rows of pages) {
    if (!response.headersSent) startJson(response)
    for (const row of rows) {
      text += separator + JSON.stringify(row)
      separator = ',\n'
    }
    if (!(await sendPart(response, text))) return
    text = ''
  }
  if (!response.headersSent) startJson(response)
  response.end(`${text}\n]}\n`)
}

async function allDocs(request: Request, response: Response, database: Database): Promise<void> {
  const address = decodeJson(addressParameters(request), JSON_PARAMETERS)
  const body = request.method === 'POST' ? postedObject(request) : {}
  const query = parseAllDocsQuery({ ...address, ...body })
  const pages = query.keys === undefined ? rangeRows(database, query) : keyRows(database, query, query.keys)
  await sendRows(response, await head(database, query), pages)
}

export function addAllDocsRoutes(router: Router, databases: Databases): void {
  addDatabaseRoute(router, databases, '/_all_docs', { GET: allDocs, POST: allDocs })
}
