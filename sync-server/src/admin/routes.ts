import type { Request, RequestHandler } from 'express'
import { Router } from 'express'
import type { Decoder } from '#protocol/decode'
import type { Actor } from '../access/actor.ts'
import { mayAct, SECRET_HOLDER } from '../access/actor.ts'
import { openControl } from '../elections/elections.ts'
import { notFound, Problem, readStrictJson } from '../http/problem.ts'
import { SecretCheck } from './first-run-secret.ts'
import type { AdminPorts } from './ports.ts'
import type { AdminRoute } from './route.ts'
import { lifecycleRoutes } from './routes/lifecycle-routes.ts'

const BODY_LIMIT = 1_000_000
const BEARER = /^Bearer ([A-Za-z0-9_-]{1,200})$/

/** Everything that can be asked of the election office. */
export function routeTable(ports: AdminPorts, openAnswerMs?: number): readonly AdminRoute[] {
  return [...lifecycleRoutes(ports, openAnswerMs)]
}

/** `/admin/api`: every request carries `Authorization: Bearer <first-run secret>`; there are no cookies to ride on. */
export function adminRoutes(ports: AdminPorts, openAnswerMs?: number): Router {
  const router = Router()
  const api = Router()
  router.use('/admin/api', requireActor(ports), api)
  const readBody = readStrictJson(BODY_LIMIT)
  for (const route of routeTable(ports, openAnswerMs)) {
    const readers = route.body ? [readBody] : []
    api[route.method](route.path, requireRole(route), ...readers, answer(route))
  }
  api.use(notFound)
  return router
}

const actors = new WeakMap<Request, Actor>()

/** Who brings no secret costs no question to the database, and who brings a wrong one hardly ever. */
function requireActor({ couch, clock }: AdminPorts): RequestHandler {
  const check = new SecretCheck(() => openControl(couch), clock)
  return async (request, response, next) => {
    const secret = BEARER.exec(request.headers.authorization ?? '')?.[1]
    if (secret !== undefined && (await check.isRight(secret))) {
      actors.set(request, SECRET_HOLDER)
      next()
      return
    }
    response.set('WWW-Authenticate', 'Bearer')
    next(new Problem(401, 'unauthorized', 'This needs the secret that the first start printed.'))
  }
}

function actorOf(request: Request): Actor {
  const actor = actors.get(request)
  if (!actor) throw new Error('a route of the office without requireActor')
  return actor
}

function requireRole({ role }: AdminRoute): RequestHandler<Record<string, string>> {
  return (request, _response, next) => {
    if (!mayAct(actorOf(request), role, request.params['id']))
      throw new Problem(403, 'not-allowed', `This needs the role of ${role}.`)
    next()
  }
}

function answer(route: AdminRoute): RequestHandler<Record<string, string>> {
  return async (request, response) => {
    // Never, as the table has forgotten the type of each: only `body` itself says what it reads.
    const read: Decoder<never> | undefined = route.body
    const { status, body } = await route.answer({
      actor: actorOf(request),
      election: request.params['id'] ?? '',
      params: request.params,
      query: request.query as Record<string, string>,
      body: (read ? read(request.body, 'request') : undefined) as never,
    })
    response.status(status).set('Cache-Control', 'no-store').json(body)
  }
}
