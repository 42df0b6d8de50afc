import type { Request, Response, Router } from 'express'
import { assertId, isLocalId, ownMembers, parseDocument, parseRev } from '../document.ts'
import { badRequest, notFound, notImplemented } from '../errors.ts'
import { readDocument, readLeaves, type ReadOptions } from '../reading.ts'
import type { Database } from '../store/database.ts'
import type { Databases } from '../store/databases.ts'
import { writeDocument } from '../writing.ts'
import { jsonBody, parseJson, postedObject } from './json-body.ts'
import { addressParameters } from './query.ts'
import { sendJson } from './respond.ts'
import { addDatabaseRoute, pathPart, type DatabaseHandler } from './routing.ts'

type DocumentHandler = (request: Request, response: Response, database: Database, id: string) => Promise<void>

export function readOptions(query: Record<string, string>): ReadOptions & { latest: boolean } {
  const meta = query['meta'] === 'true'
  return {
    revs: query['revs'] === 'true',
    revsInfo: meta || query['revs_info'] === 'true',
    conflicts: meta || query['conflicts'] === 'true',
    deletedConflicts: meta || query['deleted_conflicts'] === 'true',
    latest: query['latest'] === 'true',
  }
}

function parseRevs(text: string): 'all' | string[] {
  if (text === 'all') return 'all'
  const revs = parseJson(text)
  if (!Array.isArray(revs)) throw badRequest('Invalid list of revisions')
  return revs.map((rev) => parseRev(rev).rev)
}

async function readLocal(database: Database, id: string): Promise<Record<string, unknown>> {
  const local = await database.read((store) => store.readLocal(id))
  if (local === undefined) throw notFound('missing')
  return { _id: id, _rev: local.rev, ...local.members }
}

const getDocument: DocumentHandler = async (request, response, database, id) => {
  const query = addressParameters(request)
  if (isLocalId(id)) {
    sendJson(response, 200, await readLocal(database, id))
    return
  }
  const options = readOptions(query)
  const openRevs = query['open_revs'] === undefined ? [] : parseRevs(query['open_revs'])
  if (openRevs.length > 0) {
    const leaves = await database.read((store) => readLeaves(store, id, openRevs, options))
    if (leaves.length === 0) throw notFound('missing')
    sendJson(response, 200, leaves)
    return
  }
  const rev = query['rev'] === undefined || options.latest ? undefined : parseRev(query['rev']).rev
  const doc = await database.read((store) => readDocument(store, id, { ...options, ...(rev && { rev }) }))
  const etag = `"${String(doc['_rev'])}"`
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end()
    return
  }
  sendJson(response, 200, doc, { etag })
}

/** The revision that the client says it replaces. Address, header and body must not disagree. */
function claimedRev(request: Request, bodyRev: unknown): Record<string, unknown> {
  const header = request.headers['if-match']?.replaceAll('"', '')
  const given = [addressParameters(request)['rev'], header, bodyRev].filter((rev) => rev !== undefined)
  if (new Set(given).size > 1) {
    throw badRequest('Document rev from request body and query string have different values')
  }
  return given.length === 0 ? {} : { _rev: given[0] }
}

function location(request: Request, id: string): string {
  const path = [pathPart(request, 'db'), id].map(encodeURIComponent).join('/')
  return `http://${request.headers.host ?? ''}/${path}`
}

const putDocument: DocumentHandler = async (request, response, database, id) => {
  const newEdits = addressParameters(request)['new_edits'] !== 'false'
  const body = jsonBody(request)
  const claimed = claimedRev(request, (body as Record<string, unknown> | null)?.['_rev'])
  const doc = parseDocument({ ...assertObject(body), ...claimed }, newEdits, id)
  const { rev } = await writeDocument(database, doc, newEdits)
  const headers = { etag: `"${rev}"`, location: location(request, id) }
  sendJson(response, doc._deleted === true ? 200 : 201, { ok: true, id, rev }, headers)
}

function assertObject(value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('Document must be a JSON object')
  }
  return value
}

const deleteDocument: DocumentHandler = async (request, response, database, id) => {
  // CouchDB answers 404, and not 409, for what is not there.
  if (isLocalId(id)) await readLocal(database, id)
  else await database.read((store) => readDocument(store, id))
  const doc = parseDocument({ ...claimedRev(request, undefined), _deleted: true }, true, id)
  const { rev } = await writeDocument(database, doc)
  sendJson(response, 200, { ok: true, id, rev }, { etag: `"${rev}"` })
}

/** Where a copy goes: an id and, when it replaces a document, that one's revision. @throws {EngineError} 400 */
function parseDestination({ destination }: Request['headers']): { id: string; rev: string | null } {
  if (typeof destination !== 'string') throw badRequest('Destination header is mandatory for COPY.')
  const [, path = '', query] = /^([^?]*)(?:\?(.*))?$/.exec(destination) ?? []
  const id = decodeURIComponent(path)
  assertId(id)
  return { id, rev: new URLSearchParams(query).get('rev') }
}

const copyDocument: DocumentHandler = async (request, response, database, id) => {
  const target = parseDestination(request.headers)
  const { rev } = addressParameters(request)
  const source = await database.read((store) =>
    readDocument(store, id, rev === undefined ? {} : { rev: parseRev(rev).rev }),
  )
  const claimed = target.rev === null ? {} : { _rev: target.rev }
  const doc = parseDocument({ ...ownMembers(source), ...claimed }, true, target.id)
  const written = await writeDocument(database, doc)
  const headers = { etag: `"${written.rev}"`, location: location(request, target.id) }
  sendJson(response, 201, { ok: true, ...written }, headers)
}

const postDocument: DatabaseHandler = async (request, response, database) => {
  const doc = parseDocument(postedObject(request), true)
  const { id, rev } = await writeDocument(database, doc)
  sendJson(response, 201, { ok: true, id, rev }, { location: location(request, id) })
}

function named(prefix: string, handler: DocumentHandler): DatabaseHandler {
  return (request, response, database) => {
    const id = prefix + pathPart(request, 'id')
    // A function of CouchDB that there is not; it must not look like a document that could be written.
    if (request.method !== 'PUT' && /^_(?!design\/|local\/)/.test(id)) throw notFound('missing')
    assertId(id)
    return handler(request, response, database, id)
  }
}

const unsupported: DatabaseHandler = () => {
  throw notImplemented('Attachments, views and other functions of design documents are not supported.')
}

export function addDocumentRoutes(router: Router, databases: Databases): void {
  for (const prefix of ['_design/', '_local/', '']) {
    addDatabaseRoute(router, databases, `/${prefix}:id`, {
      GET: named(prefix, getDocument),
      PUT: named(prefix, putDocument),
      DELETE: named(prefix, deleteDocument),
      COPY: named(prefix, copyDocument),
    })
  }
  addDatabaseRoute(router, databases, '/:id/*rest', {
    GET: () => {
      throw notFound('Document is missing attachment')
    },
    PUT: unsupported,
    POST: unsupported,
    DELETE: unsupported,
  })
}

export const documentsOfDatabase = { POST: postDocument }
