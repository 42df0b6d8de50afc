import type { ErrorRequestHandler, Express, RequestHandler } from 'express'
import express from 'express'
import helmet from 'helmet'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parseUniqueJson } from '#protocol/json'
import { problemOf, readJson } from '../http/problem.ts'
import type { DatabaseProxy, DatabaseProxyPorts } from './database-proxy.ts'
import { openDatabaseProxy } from './database-proxy.ts'
import { findForeign } from './origin-guard.ts'
import type { SignInPorts } from './sign-in.ts'
import { sendError } from './send-error.ts'
import { requireSession, signInRoutes } from './sign-in.ts'

export interface FauxtonPorts extends SignInPorts, DatabaseProxyPorts {
  /** What the server listens on. */
  readonly host: string
  readonly onError: (error: unknown) => void
}

/** As large as the embedded engine takes. */
const LARGEST_BODY = 16 * 1024 * 1024
const FOREIGN = {
  'foreign-host': 'This server is not called that. Open it as 127.0.0.1 or localhost.',
  'foreign-page': 'The request comes from another page than this server’s.',
} as const
const UTILS = join(dirname(createRequire(import.meta.url).resolve('pouchdb-fauxton/package.json')), 'www')

/** Nothing from elsewhere, and no script but Fauxton's own. It writes `style` into its pages, so styles alone may be inline. */
const headers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      // Its editor checks JSON in a worker that it makes from text of its own.
      workerSrc: ['blob:'],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  // Not `no-referrer`, under which browsers sign their own forms with `Origin: null`.
  referrerPolicy: { policy: 'same-origin' },
})

/**
 * Fauxton over the server's database, on an origin of its own. Everything but the sign-in needs a session; the database
 * sees the server and not the officer.
 */
export function createFauxton(ports: FauxtonPorts): { readonly app: Express; close(): Promise<void> } {
  const proxy = openDatabaseProxy(ports)
  return { app: createApp(ports, proxy), close: () => proxy.close() }
}

function createApp(ports: FauxtonPorts, proxy: DatabaseProxy): Express {
  const { sessions } = ports
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.use(headers as RequestHandler)
  app.use(refuseForeign(ports.host))
  app.use(signInRoutes(ports))
  app.use(requireSession(sessions))
  app.get('/', (request, response, next) => {
    if (request.accepts(['json', 'html']) === 'html') response.redirect(303, '/_utils/')
    else next()
  })
  app.use('/_utils', express.static(UTILS))
  app.use(readJson(LARGEST_BODY, (text) => (text === '' ? undefined : parseUniqueJson(text))))
  app.use(proxy.handle)
  app.use(answerError(ports.onError))
  return app
}

function refuseForeign(host: string): RequestHandler {
  return ({ method, headers: sent }, response, next) => {
    const foreign = findForeign(method, sent, host)
    if (foreign === undefined) next()
    else sendError(response, 403, 'forbidden', `${foreign}: ${FOREIGN[foreign]}`)
  }
}

function answerError(onError: (error: unknown) => void): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const problem = problemOf(error)
    if (!problem) onError(error)
    const { status, code, detail } = problem ?? {
      status: 500,
      code: 'internal_server_error',
      detail: 'It is in the log.',
    }
    sendError(response, status, status === 400 ? 'bad_request' : code, `${code}: ${detail}`)
  }
}
