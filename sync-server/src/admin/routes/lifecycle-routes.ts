import { setTimeout as delay } from 'node:timers/promises'
import type { Decoder } from '#protocol/decode'
import { id, integer, mapOf, object, time } from '#protocol/decode'
import { closeElection } from '../lifecycle/close-election.ts'
import { noteCodesReceived } from '../lifecycle/codes-received.ts'
import { createElection } from '../lifecycle/create-election.ts'
import { IssuedCounts, listElections } from '../lifecycle/list-elections.ts'
import { Openings } from '../lifecycle/openings.ts'
import type { AdminPorts } from '../ports.ts'
import type { AdminRoute, Answer } from '../route.ts'
import { jsonRoute, plainRoute } from '../route.ts'

const OPEN_ANSWER_MS = 15_000

const openRequest = object({}, { codes: mapOf(id, integer(0, 1_000_000)) })
const closeRequest = object({}, { acceptUntil: time })
/** Read by what keeps it: a definition has many ways to be wrong, and names each. */
const anything: Decoder<unknown> = (value) => value

/** From a draft to the end of the voting. */
export function lifecycleRoutes(ports: AdminPorts, openAnswerMs = OPEN_ANSWER_MS): readonly AdminRoute[] {
  const counts = new IssuedCounts()
  return [
    plainRoute({
      method: 'get',
      path: '/elections',
      role: 'auditor',
      answer: async () => ok({ elections: await listElections(ports, counts) }),
    }),
    jsonRoute({
      method: 'post',
      path: '/elections',
      role: 'officer',
      body: anything,
      answer: async ({ body }) => ({ status: 201, body: await createElection(ports, body) }),
    }),
    openRoute(new Openings(ports), openAnswerMs),
    plainRoute({
      method: 'post',
      path: '/elections/:id/codes/received',
      role: 'officer',
      answer: async ({ election }) => {
        await noteCodesReceived(ports, election)
        return ok({})
      },
    }),
    jsonRoute({
      method: 'post',
      path: '/elections/:id/close',
      role: 'officer',
      body: closeRequest,
      answer: async ({ election, body }) => ok(await closeElection(ports, election, body.acceptUntil)),
    }),
  ]
}

/** 202 while codes are still being drawn, as a proxy holds no request for minutes: ask again until it is 200. */
function openRoute(openings: Openings, withinMs: number): AdminRoute {
  return jsonRoute({
    method: 'post',
    path: '/elections/:id/open',
    role: 'officer',
    body: openRequest,
    answer: async ({ election, body: { codes = {} } }) => {
      const opening = openings.join(election, codes)
      const patience = new AbortController()
      const waited = delay(withinMs, undefined, { signal: patience.signal }).catch(() => undefined)
      const opened = await Promise.race([opening.done, waited]).finally(() => patience.abort())
      return opened ? ok(opened) : { status: 202, body: { drawn: opening.drawn } }
    },
  })
}

function ok(body: object): Answer {
  return { status: 200, body }
}
