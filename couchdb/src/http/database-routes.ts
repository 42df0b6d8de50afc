import type { Request, Response, Router } from 'express'
import { isRecord } from '../document.ts'
import { badRequest } from '../errors.ts'
import { formatSequence } from '../store/sequence.ts'
import type { Database } from '../store/database.ts'
import type { Databases } from '../store/databases.ts'
import { documentsOfDatabase } from './document-routes.ts'
import { assertJsonType, jsonBody } from './json-body.ts'
import { addressParameters } from './query.ts'
import { sendJson } from './respond.ts'
import { addDatabaseRoute, addRoute, pathPart, type DatabaseHandler, type Handler } from './routing.ts'

/** Where a database keeps who may use it. It is stored for CouchDB's sake; whoever may use the engine may use all. */
const SECURITY = '_local/security'
const ADMINS_ONLY = { members: { roles: ['_admin'] }, admins: { roles: ['_admin'] } }

function assertShards(request: Request): void {
  const query = addressParameters(request)
  for (const name of ['q', 'n']) {
    const value = query[name]
    if (value !== undefined && !/^[1-9]\d*$/.test(value)) {
      throw badRequest(`The \`${name}\` value should be a positive integer.`)
    }
  }
}

async function information(name: string, database: Database): Promise<object> {
  const { docCount, updateSeq } = await database.read((store) => store.summary())
  const bytes = await database.read((store) => store.size())
  return {
    // CouchDB's value where databases have no time of creation; replicators compare it with itself.
    instance_start_time: '0',
    db_name: name,
    purge_seq: formatSequence(0, database.identity),
    update_seq: formatSequence(updateSeq, database.identity),
    // How much of a file is in use, LevelDB does not tell.
    sizes: { file: bytes, external: bytes, active: bytes },
    // CouchDB's names for them until its version 3. The packaged Fauxton knows no others.
    ...{ data_size: bytes, disk_size: bytes },
    props: {},
    doc_count: docCount,
    disk_format_version: 8,
    compact_running: false,
    cluster: { q: 1, n: 1, w: 1, r: 1 },
  }
}

const getSecurity: DatabaseHandler = async (_request, response, database) => {
  const stored = await database.read((store) => store.readLocal(SECURITY))
  sendJson(response, 200, stored?.members ?? ADMINS_ONLY)
}

const putSecurity: DatabaseHandler = async (request, response, database) => {
  const members = jsonBody(request)
  if (!isRecord(members)) throw badRequest('Request body must be a JSON object')
  await database.write((store) => store.writeLocal(SECURITY, { rev: '0-1', members }))
  sendJson(response, 200, { ok: true })
}

/** Every write is on the disk before it is answered, so there is never anything left to commit. */
const ensureFullCommit: DatabaseHandler = (request, response) => {
  assertJsonType(request)
  sendJson(response, 201, { ok: true, instance_start_time: '0' })
}

/** Answered when it is done, where CouchDB has only begun: nothing else runs in the database meanwhile. */
const compact: DatabaseHandler = async (request, response, database) => {
  assertJsonType(request)
  await database.write((store) => store.compact())
  sendJson(response, 202, { ok: true })
}

function create(databases: Databases): Handler {
  return async (request, response) => {
    assertShards(request)
    const name = pathPart(request, 'db')
    await databases.create(name)
    const location = `http://${request.headers.host ?? ''}/${encodeURIComponent(name)}`
    sendJson(response, 201, { ok: true }, { location })
  }
}

function destroy(databases: Databases): Handler {
  return async (request, response) => {
    if (addressParameters(request)['rev'] !== undefined) {
      throw badRequest(
        'You tried to DELETE a database with a ?=rev parameter. Did you mean to DELETE a document instead?',
      )
    }
    await databases.destroy(pathPart(request, 'db'))
    sendJson(response, 200, { ok: true })
  }
}

export function addDatabaseRoutes(router: Router, databases: Databases): void {
  const opened =
    (handler: DatabaseHandler): Handler =>
    async (request: Request, response: Response) =>
      handler(request, response, await databases.open(pathPart(request, 'db')))
  addRoute(router, '/:db', {
    GET: opened(async (request, response, database) =>
      sendJson(response, 200, await information(pathPart(request, 'db'), database)),
    ),
    POST: opened(documentsOfDatabase.POST),
    PUT: create(databases),
    DELETE: destroy(databases),
  })
  addDatabaseRoute(router, databases, '/_security', { GET: getSecurity, PUT: putSecurity })
  addDatabaseRoute(router, databases, '/_ensure_full_commit', { POST: ensureFullCommit })
  addDatabaseRoute(router, databases, '/_compact', { POST: compact })
}
