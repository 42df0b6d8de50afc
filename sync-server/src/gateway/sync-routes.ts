import type { Request, Response } from 'express'
import { Router } from 'express'
import type { Logger } from 'pino'
import { ProtocolError } from '#protocol/errors'
import type { Row } from '#protocol/json-rows'
import { parseStrictRows } from '#protocol/json-rows'
import { readJson, readStrictJson } from '../http/problem.ts'
import type { Acceptance } from './ballot-box.ts'
import { CouchAnswer, couchErrorHandler, sendUnavailable } from './couch-answers.ts'
import type { Gateway, GatewayElection } from './gateway.ts'
import { anyOrigin, findElection } from './open-routes.ts'
import { feedSequence, feedSince, publicDocument } from './live-feed.ts'
import { longPoll } from './long-poll.ts'

/** A hundred ballots, which is RxDB's batch, of the largest kind. */
const MAX_BODY_BYTES = 4_000_000
const MAX_ROWS = 1000

/** What RxDB's CouchDB replication speaks, for one election a database; nothing but ballots can be written. */
export function syncRoutes(gateway: Gateway, log: Logger): Router {
  const router = Router({ caseSensitive: true })
  const readKeysBody = readStrictJson(MAX_BODY_BYTES)
  const readRowsBody = readJson(MAX_BODY_BYTES, parseRows)
  router.use('/:election', anyOrigin({ headers: 'content-type', methods: 'GET, POST, OPTIONS' }))
  router.options('/:election{/*path}', (_request, response) => void response.sendStatus(204))
  router.get('/:election', (request, response) => databaseInfo(findElection(gateway, request), response))
  router.get('/:election/_changes', (request, response) =>
    changes(findElection(gateway, request), request, response),
  )
  router.get('/:election/_all_docs', (request, response) => {
    allDocs(findElection(gateway, request), parseKeys(request.query.keys), response)
  })
  router.post('/:election/_all_docs', readKeysBody, (request, response) => {
    allDocs(findElection(gateway, request), readKeys(request.body), response)
  })
  router.post('/:election/_bulk_docs', readRowsBody, async (request, response) => {
    const acceptances = await findElection(gateway, request).box.take(request.body as readonly Row[])
    sendAcceptances(acceptances, response)
  })
  router.use((request) => {
    findElection(gateway, request)
    throw new CouchAnswer(
      405,
      'method_not_allowed',
      'malformed: This is not part of the replication protocol.',
    )
  })
  router.use(couchErrorHandler(log))
  return router
}

function databaseInfo({ live }: GatewayElection, response: Response): void {
  const { rows } = feedSince(live, '0')
  response.json({
    db_name: live.id,
    doc_count: rows.length,
    doc_del_count: 0,
    update_seq: feedSequence(live),
  })
}

function changes(election: GatewayElection, request: Request, response: Response): void {
  const { feed = 'normal', since = '0' } = request.query
  if (typeof since !== 'string')
    throw new CouchAnswer(400, 'bad_request', 'malformed: since must be given once.')
  if (feed === 'longpoll') return longPoll(election, since, response)
  if (feed !== 'normal')
    throw new CouchAnswer(400, 'bad_request', 'unsupported: feed must be normal or longpoll.')
  const { rows, lastSeq } = feedSince(election.live, since)
  response.json({ results: rows, last_seq: lastSeq, pending: 0 })
}

/**
 * A ballot is answered as not found even when it is stored: RxDB then pushes it again, which is harmless, and the answer
 * carries the receipt that the phone may have missed.
 */
function allDocs({ live }: GatewayElection, keys: readonly string[], response: Response): void {
  const rows = keys.map((key) => {
    const doc = publicDocument(live, key)
    return doc ? { id: key, key, value: { rev: doc._rev }, doc } : { key, error: 'not_found' }
  })
  response.json({ total_rows: rows.length, offset: 0, rows })
}

/** 201 as CouchDB, a row a ballot; 503 when not one row could be decided, so that phones back off together. */
function sendAcceptances(acceptances: readonly Acceptance[], response: Response): void {
  if (acceptances.length > 0 && acceptances.every(({ kind }) => kind === 'unavailable'))
    return sendUnavailable(response)
  response.status(201).json(acceptances.map(acceptanceRow))
}

function acceptanceRow(acceptance: Acceptance): object {
  const { id } = acceptance
  switch (acceptance.kind) {
    case 'accepted':
      return { ok: true, id, rev: acceptance.rev, receipt: acceptance.receipt }
    case 'refused':
      return { id, error: 'forbidden', reason: acceptance.reason }
    case 'unavailable':
      return { id, error: 'unavailable', reason: 'unavailable: The ballot could not be stored yet.' }
  }
}

/** After a lost answer RxDB sends `docs: []`; that is a fine request with an empty answer. */
function parseRows(text: string): readonly Row[] {
  const { envelope, rows } = parseStrictRows(text, 'docs', MAX_ROWS)
  if ('new_edits' in envelope && envelope['new_edits'] !== true)
    throw new ProtocolError('unsupported', 'new_edits is not taken here')
  return rows
}

function readKeys(body: unknown): readonly string[] {
  const keys: unknown = isObject(body) && 'keys' in body ? body.keys : undefined
  if (!Array.isArray(keys) || keys.length > MAX_ROWS || !keys.every((key) => typeof key === 'string')) {
    throw new ProtocolError('malformed', `keys must be a list of at most ${MAX_ROWS} ids`)
  }
  return keys
}

function parseKeys(keys: unknown): readonly string[] {
  if (typeof keys !== 'string') throw new ProtocolError('malformed', 'keys must be given')
  try {
    return readKeys({ keys: JSON.parse(keys) as unknown })
  } catch (error) {
    if (error instanceof SyntaxError) throw new ProtocolError('malformed', 'keys is not JSON')
    throw error
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
