import type { Request, Router } from 'express'
import { badRequest } from '../errors.ts'
import type { Databases } from '../store/databases.ts'
import { JSON_PARAMETERS, parseAllDocsQuery } from './all-docs-query.ts'
import { addressParameters, decodeJson } from './query.ts'
import { sendJson } from './respond.ts'
import { addRoute } from './routing.ts'

export interface ServerIdentity {
  uuid: string
  username: string
}

const MOST_UUIDS = 1000
/** CouchDB's own name for a node that is in no cluster. */
const NODE = 'nonode@nohost'

function uuids(count: string): string[] {
  if (!/^\d+$/.test(count)) throw badRequest('count must be a positive integer')
  if (Number(count) > MOST_UUIDS) throw badRequest(`count parameter too large, max ${MOST_UUIDS}`)
  return Array.from({ length: Number(count) }, () => crypto.randomUUID().replaceAll('-', ''))
}

/** Names sort as ids do, and the same parameters choose among them. */
function namesIn(names: readonly string[], request: Request): string[] {
  const query = parseAllDocsQuery(decodeJson(addressParameters(request), JSON_PARAMETERS))
  const { lower = '', upper, nothing, excluded, descending, skip, limit } = query
  const chosen = names.filter(
    (name) => !nothing && name >= lower && (upper === undefined || name <= upper) && name !== excluded,
  )
  return (descending ? chosen.reverse() : chosen).slice(skip, skip + limit)
}

export function addServerRoutes(
  router: Router,
  databases: Databases,
  { uuid, username }: ServerIdentity,
): void {
  addRoute(router, '/', {
    GET: (_request, response) =>
      sendJson(response, 200, {
        couchdb: 'Welcome',
        // The release whose protocol this speaks.
        version: '3.5.0',
        uuid,
        features: [],
        vendor: { name: 'Urna embedded engine' },
      }),
  })
  addRoute(router, '/_up', {
    GET: (_request, response) => sendJson(response, 200, { status: 'ok', seeds: {} }),
  })
  addRoute(router, '/_all_dbs', {
    GET: (request, response) => sendJson(response, 200, namesIn(databases.names(), request)),
  })
  addRoute(router, '/_membership', {
    GET: (_request, response) => sendJson(response, 200, { all_nodes: [NODE], cluster_nodes: [NODE] }),
  })
  addRoute(router, '/_active_tasks', { GET: (_request, response) => sendJson(response, 200, []) })
  addRoute(router, '/_uuids', {
    GET: (request, response) =>
      sendJson(response, 200, { uuids: uuids(addressParameters(request)['count'] ?? '1') }),
  })
  addRoute(router, '/_session', {
    GET: (_request, response) =>
      sendJson(response, 200, {
        ok: true,
        userCtx: { name: username, roles: ['_admin'] },
        info: { authentication_handlers: ['default'], authenticated: 'default' },
      }),
  })
}
