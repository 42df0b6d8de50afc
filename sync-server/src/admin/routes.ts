import { setTimeout as delay } from 'node:timers/promises'
import type { RequestHandler, Response } from 'express'
import { Router } from 'express'
import { id, integer, mapOf, object, time } from '#protocol/decode'
import { openControl } from '../elections/elections.ts'
import { notFound, Problem, readStrictJson } from '../http/problem.ts'
import { SecretCheck } from './first-run-secret.ts'
import { noteCodesReceived } from './lifecycle/codes-received.ts'
import { closeElection } from './lifecycle/close-election.ts'
import { createElection } from './lifecycle/create-election.ts'
import { IssuedCounts, listElections } from './lifecycle/list-elections.ts'
import { Openings } from './lifecycle/openings.ts'
import type { AdminPorts } from './ports.ts'

const BODY_LIMIT = 1_000_000
const OPEN_ANSWER_MS = 15_000
const BEARER = /^Bearer ([A-Za-z0-9_-]{1,200})$/

const openRequest = object({}, { codes: mapOf(id, integer(0, 1_000_000)) })
const closeRequest = object({}, { acceptUntil: time })

/** `/admin/api`: every request carries `Authorization: Bearer <first-run secret>`; there are no cookies to ride on. */
export function adminRoutes(ports: AdminPorts, openAnswerMs = OPEN_ANSWER_MS): Router {
  const router = Router()
  const api = Router()
  const readBody = readStrictJson(BODY_LIMIT)
  const counts = new IssuedCounts()
  router.use('/admin/api', requireSecret(ports), api)

  api.get('/elections', async (_request, response) => {
    send(response, 200, { elections: await listElections(ports, counts) })
  })
  api.post('/elections', readBody, async (request, response) => {
    send(response, 201, await createElection(ports, request.body))
  })
  api.post('/elections/:id/open', readBody, answerOpen(new Openings(ports), openAnswerMs))
  api.post('/elections/:id/codes/received', answerReceived(ports))
  api.post('/elections/:id/close', readBody, answerClose(ports))
  api.use(notFound)
  return router
}

interface Address {
  readonly id: string
  readonly [name: string]: string
}

/** 202 while codes are still being drawn, as a proxy holds no request for minutes: ask again until it is 200. */
function answerOpen(openings: Openings, withinMs: number): RequestHandler<Address> {
  return async (request, response) => {
    const { codes = {} } = openRequest(request.body, 'request')
    const opening = openings.join(request.params.id, codes)
    const patience = new AbortController()
    const waited = delay(withinMs, undefined, { signal: patience.signal }).catch(() => undefined)
    const opened = await Promise.race([opening.done, waited]).finally(() => patience.abort())
    if (opened) send(response, 200, opened)
    else send(response, 202, { drawn: opening.drawn })
  }
}

function answerReceived(ports: AdminPorts): RequestHandler<Address> {
  return async (request, response) => {
    await noteCodesReceived(ports, request.params.id)
    send(response, 200, {})
  }
}

function answerClose(ports: AdminPorts): RequestHandler<Address> {
  return async (request, response) => {
    const { acceptUntil } = closeRequest(request.body, 'request')
    send(response, 200, await closeElection(ports, request.params.id, acceptUntil))
  }
}

/** Who brings no secret costs no question to the database, and who brings a wrong one hardly ever. */
function requireSecret({ couch, clock }: AdminPorts): RequestHandler {
  const check = new SecretCheck(() => openControl(couch), clock)
  return async (request, response, next) => {
    const secret = BEARER.exec(request.headers.authorization ?? '')?.[1]
    if (secret !== undefined && (await check.isRight(secret))) {
      next()
      return
    }
    response.set('WWW-Authenticate', 'Bearer')
    next(new Problem(401, 'unauthorized', 'This needs the secret that the first start printed.'))
  }
}

function send(response: Response, status: number, body: object): void {
  response.status(status).set('Cache-Control', 'no-store').json(body)
}
