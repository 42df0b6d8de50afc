import type { Request, Response } from 'express'
import { Router } from 'express'
import { formatTime } from '#protocol/decode'
import { proveConsistency } from '#protocol/log/proof'
import type { Couch } from '../couch/couch.ts'
import { electionDatabase } from '../elections/elections.ts'
import { Problem } from '../http/problem.ts'
import { sendBallotStatus } from './ballot-status.ts'
import { sendEvents } from './events.ts'
import { Exports } from './export/routes.ts'
import { logRoutes } from './log-routes.ts'
import type { Gateway, GatewayElection } from './gateway.ts'

/** What anybody may read of an election, without signing in: the public list, manifest, proofs, result and events. */
export function publicRoutes(gateway: Gateway, couch: Couch, clock: () => Date): Router {
  const router = Router({ caseSensitive: true })
  router.use((_request, response, next) => {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('cache-control', 'no-store')
    next()
  })
  router.get('/', (_request, response) => {
    response.json({ elections: gateway.list().map((election) => summary(election, clock())) })
  })
  router.get(
    '/:election',
    (request, response) => void response.json(details(findElection(gateway, request), clock())),
  )
  router.get('/:election/result', (request, response) => {
    const { result } = findElection(gateway, request).live
    if (!result) throw new Problem(404, 'no-result', 'This election has no result yet.')
    response.json(result)
  })
  router.get('/:election/consistency', (request, response) =>
    consistency(findElection(gateway, request), request, response),
  )
  router.get('/:election/ballots/:leafHash', async (request, response) => {
    await sendBallotStatus(findElection(gateway, request).live, couch, request, response)
  })
  const exports = new Exports(clock)
  router.get('/:election/export', async (request, response) => {
    const { live } = findElection(gateway, request)
    await exports.send(live, couch.publicReads(electionDatabase(live.id)), request, response)
  })
  router.use(
    '/:election/log',
    logRoutes((request) => findElection(gateway, request).live, couch),
  )
  router.get('/:election/events', (request, response) => {
    sendEvents(findElection(gateway, request), request.get('last-event-id') ?? '0', response, clock)
  })
  return router
}

function findElection(gateway: Gateway, request: Request): GatewayElection {
  const found = gateway.find(String(request.params.election))
  if (!found) throw new Problem(404, 'unknown-election', 'There is no such election here.')
  return found
}

function summary({ live }: GatewayElection, now: Date): object {
  const { opens, closes, acceptUntil } = live.schedule
  const { title } = live.manifest.body
  return {
    election: live.id,
    title,
    phase: live.phase(now),
    opens,
    closes,
    acceptUntil,
    manifestHash: live.manifestHash,
  }
}

function details({ live }: GatewayElection, now: Date): object {
  return {
    manifest: live.manifest,
    manifestHash: live.manifestHash,
    phase: live.phase(now),
    amendments: live.amendments,
    issuance: live.issuance,
    now: formatTime(now),
  }
}

function consistency({ live }: GatewayElection, request: Request, response: Response): void {
  const published = live.head?.checkpoint.size ?? 0
  const from = readSize(request.query.from, published)
  const to = readSize(request.query.to, published)
  if (from > to) throw new Problem(400, 'malformed', 'from must not be more than to.')
  response.json(proveConsistency(live.log.tree, from, to))
}

function readSize(value: unknown, published: number): number {
  const size = typeof value === 'string' && /^(0|[1-9]\d{0,15})$/.test(value) ? Number(value) : NaN
  if (!(size <= published))
    throw new Problem(400, 'malformed', 'from and to must be sizes of the published log.')
  return size
}
