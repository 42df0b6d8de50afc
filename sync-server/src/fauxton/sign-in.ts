import type { Request, RequestHandler, Response } from 'express'
import express, { Router } from 'express'
import type { Logger } from 'pino'
import { isFirstRunSecret } from '../admin/first-run-secret.ts'
import type { Database } from '../couch/couch.ts'
import { TokenBucket } from '../http/token-bucket.ts'
import { sendError } from './send-error.ts'
import type { Sessions } from './sessions.ts'
import type { SignInFault } from './sign-in-page.ts'
import { FAULTS, SIGN_IN_STYLE, signInPage } from './sign-in-page.ts'

export interface SignInPorts {
  readonly control: Database
  readonly sessions: Sessions
  readonly clock: () => Date
  readonly log: Pick<Logger, 'warn'>
}

export const SIGN_IN = '/_sign_in'
const COOKIE = 'urna_console'
const LARGEST_FORM = 2_000
const STATUS = { 'wrong-secret': 403, 'too-many': 429 } as const
/** For everybody together: the secret has 160 bits, so this bounds what guessing costs us, not what it finds. */
const PATIENCE = { capacity: 10, perSecond: 1 / 5 }

/** Signing in and out, on our page and in Fauxton's own words. A `_` begins no name of a database: nothing is in the way. */
export function signInRoutes(ports: SignInPorts): Router {
  const { sessions } = ports
  const router = Router()
  const check = secretCheck(ports)
  const readForm = express.urlencoded({ limit: LARGEST_FORM, extended: false })
  router.get('/_sign_in.css', (_request, response) => void response.type('css').send(SIGN_IN_STYLE))
  router.get(SIGN_IN, (_request, response) => sendPage(response, 200, undefined))
  router.post(SIGN_IN, readForm, async (request, response) => {
    const fault = await check(textIn(request, 'secret'))
    if (fault) {
      sendPage(response, STATUS[fault], fault)
      return
    }
    setCookie(request, response, sessions.open())
    response.redirect(303, '/_utils/')
  })
  router.get('/_session', (request, response) =>
    sendSession(response, sessions.find(tokenIn(request)) !== undefined),
  )
  router.post('/_session', readForm, async (request, response) => {
    const fault = await check(textIn(request, 'password'))
    if (fault) {
      sendError(response, 401, 'unauthorized', FAULTS[fault])
      return
    }
    setCookie(request, response, sessions.open())
    sendSession(response, true)
  })
  router.delete('/_session', (request, response) => {
    sessions.close(tokenIn(request))
    response.clearCookie(COOKIE, { path: '/' })
    sendSession(response, false)
  })
  return router
}

/** @returns a check that finds no fault with the right secret, as long as there is patience. */
function secretCheck({
  control,
  clock,
  log,
}: SignInPorts): (secret: string) => Promise<SignInFault | undefined> {
  const patience = new TokenBucket(PATIENCE, clock().getTime())
  return async (secret) => {
    const now = clock().getTime()
    if (patience.isEmpty(now)) return 'too-many'
    if (await isFirstRunSecret(control, secret)) return undefined
    patience.take(now)
    log.warn('a wrong secret was given to sign in to Fauxton')
    return 'wrong-secret'
  }
}

/** In the words of CouchDB: Fauxton asks who is there, and learns of our session and of nobody in the database. */
function sendSession(response: Response, isOpen: boolean): void {
  const userCtx = isOpen ? { name: 'officer', roles: ['_admin'] } : { name: null, roles: [] }
  const info = { authentication_handlers: ['cookie'], ...(isOpen && { authenticated: 'cookie' }) }
  response.set('cache-control', 'no-store').json({ ok: true, userCtx, info })
}

/** Lets only those pass who have signed in: pages lead to the sign-in, calls are answered as CouchDB does. */
export function requireSession(sessions: Sessions): RequestHandler {
  return (request, response, next) => {
    const session = sessions.find(tokenIn(request))
    if (session !== undefined) {
      response.locals['session'] = session
      next()
      return
    }
    if (request.method === 'GET' && request.accepts(['json', 'html']) === 'html') {
      response.redirect(303, SIGN_IN)
      return
    }
    sendError(response, 401, 'unauthorized', 'You are not signed in, or no longer. Open this address anew.')
  }
}

function setCookie(request: Request, response: Response, token: string): void {
  // Browsers name their page in `Origin`: behind a proxy with a certificate it says so.
  const secure = request.headers.origin?.startsWith('https:') === true
  response.cookie(COOKIE, token, { httpOnly: true, sameSite: 'strict', secure, path: '/' })
}

function tokenIn({ headers }: Request): string {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='))
  return cookies.find(([name]) => name === COOKIE)?.[1] ?? ''
}

function textIn(request: Request, name: string): string {
  const value = (Object(request.body) as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : ''
}

function sendPage(response: Response, status: number, fault: SignInFault | undefined): void {
  response.status(status).set('cache-control', 'no-store').type('html').send(signInPage(fault))
}
