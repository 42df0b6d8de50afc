import type { Request, RequestHandler } from 'express'
import { Router } from 'express'
import type { Logger } from 'pino'
import type { Couch } from '../../couch/couch.ts'
import { readStrictJson } from '../../http/problem.ts'
import { CouchAnswer, couchErrorHandler } from '../couch-answers.ts'
import type { Gateway, GatewayElection } from '../gateway.ts'
import { anyOrigin, findElection } from '../open-routes.ts'
import { logRoutes } from '../log-routes.ts'
import type { WantedRevision } from './documents.ts'
import { missing, readBulk, readMissing, readOpenRevisions, readWinner } from './documents.ts'
import { sendFeed } from './feed.ts'
import { countPending, endOf } from './feed-page.ts'
import { readFeedQuery } from './feed-query.ts'
import { formatPosition, MIRROR_START } from './position.ts'
import { readKeys, readKnown, readOptions, readRevs, readWanted } from './requests.ts'
import { Room } from './room.ts'
import { sendList } from './send-list.ts'

/** A thousand ids and revisions of the usual length are a tenth of it. */
const MAX_BODY_BYTES = 1_000_000
const MOST_FEEDS = 500
const MOST_LISTS = 50

/**
 * The public part of each election as a database that CouchDB's protocol can replicate, in the order of its log and read
 * only: for observers, a PouchDB, another CouchDB.
 */
export function mirrorRoutes(gateway: Gateway, couch: Couch, log: Logger): Router {
  const router = Router({ caseSensitive: true })
  const feeds = new Room(MOST_FEEDS)
  const lists = new Room(MOST_LISTS)
  const body = readStrictJson(MAX_BODY_BYTES)
  const find = (request: Request): GatewayElection => findElection(gateway, request)
  router.use(anyOrigin({ headers: 'accept, content-type', methods: 'GET, HEAD, POST, OPTIONS' }))
  router.options('{/*path}', (_request, response) => void response.sendStatus(204))
  // The same everywhere: what was read from one gateway is resumed at another.
  router.get('/', (_request, response) => void response.json({ couchdb: 'Welcome', uuid: 'urna-mirror' }))
  router.get('/:election', (request, response) => void response.json(databaseInfo(find(request))))
  router.get('/:election/_changes', async (request, response) => {
    const { mirror, changed } = find(request)
    const query = readFeedQuery(request, mirror)
    feeds.enter(response)
    await sendFeed(mirror, changed, query, response)
  })
  router.post('/:election/_bulk_get', body, async (request, response) => {
    const wanted = readWanted(request.body)
    const { mirror } = find(request)
    lists.enter(response)
    const results = await readBulk(mirror, wanted, readOptions(request))
    await sendList(response, results, ['{"results":', '}'])
  })
  router.post('/:election/_revs_diff', body, async (request, response) => {
    response.json(await readMissing(find(request).mirror, readKnown(request.body)))
  })
  router.get('/:election/_all_docs', allDocs(find, lists))
  router.post('/:election/_all_docs', body, allDocs(find, lists))
  router.use(
    '/:election',
    logRoutes((request) => find(request).live, couch),
  )
  router.get('/:election/:document', async (request, response) => {
    const { mirror } = find(request)
    const { open_revs: openRevs } = request.query
    if (typeof openRevs !== 'string')
      return void response.json(await readWinner(mirror, readWantedOne(request), readOptions(request)))
    const revs = readRevs(openRevs)
    lists.enter(response)
    const { id } = readWantedOne(request)
    await sendList(response, await readOpenRevisions(mirror, id, revs, readOptions(request)))
  })
  router.use(refuse(find))
  router.use(couchErrorHandler(log))
  return router
}

function databaseInfo({ mirror }: GatewayElection): object {
  const { live } = mirror
  return {
    db_name: live.id,
    doc_count: countPending(MIRROR_START, mirror.now(), live),
    doc_del_count: 0,
    update_seq: formatPosition(endOf(mirror.now(), live), live.manifestHash),
    purge_seq: 0,
    instance_start_time: '0',
    compact_running: false,
  }
}

function readWantedOne({ params: { document: id }, query: { rev } }: Request): WantedRevision {
  if (typeof id !== 'string') throw missing()
  return { id, rev: typeof rev === 'string' ? rev : undefined }
}

function allDocs(find: (request: Request) => GatewayElection, lists: Room): RequestHandler {
  return async (request, response) => {
    const { mirror } = find(request)
    const keys = readKeys(request)
    lists.enter(response)
    const found = await mirror.read(keys.map((id) => ({ id })))
    const rows = keys.map((key, at) => {
      const [winner] = found[at] ?? []
      if (!winner) return { key, error: 'not_found' }
      const { _rev: rev, _deleted: deleted = false } = winner
      const { _revisions: _history, ...doc } = winner
      const included = request.query.include_docs === 'true' && { doc: deleted ? null : doc }
      return { id: key, key, value: { rev, ...(deleted && { deleted }) }, ...included }
    })
    const total = countPending(MIRROR_START, mirror.now(), mirror.live)
    await sendList(response, rows, [`{"total_rows":${total},"offset":null,"rows":`, '}'])
  }
}

/** What a replicator asks of its source besides is answered as CouchDB would who is not to be written to. */
function refuse(find: (request: Request) => GatewayElection): RequestHandler {
  return (request, response) => {
    find(request)
    // It has been stored long since: there is nothing that could not be.
    if (request.method === 'POST' && request.path.endsWith('/_ensure_full_commit'))
      return void response.status(201).json({ ok: true, instance_start_time: '0' })
    if (request.method === 'GET' || request.method === 'HEAD') throw missing()
    throw new CouchAnswer(403, 'forbidden', 'read-only: A mirror takes no documents.')
  }
}
