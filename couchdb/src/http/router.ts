import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import { EngineError, badRequest, notFound } from '../errors.ts'
import type { Databases } from '../store/databases.ts'
import { addAllDocsRoutes } from './all-docs-routes.ts'
import { requireBasic, type Credentials } from './authentication.ts'
import { addBulkRoutes } from './bulk-routes.ts'
import { addChangesRoutes } from './changes-routes.ts'
import { addDatabaseRoutes } from './database-routes.ts'
import { addDocumentRoutes } from './document-routes.ts'
import { addFindRoutes } from './find-routes.ts'
import { addIndexRoutes } from './index-routes.ts'
import { sendError } from './respond.ts'
import { addServerRoutes } from './server-routes.ts'

const LARGEST_BODY = '16mb'

/** In a path CouchDB reads `+` as a space, wherever it stands. */
const spaces: RequestHandler = (request, _response, next) => {
  const [path = '', ...query] = request.url.split('?')
  request.url = [path.replaceAll('+', '%20'), ...query].join('?')
  next()
}

/** What Express and its body parser throw, in CouchDB's words. */
function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error
  const { status, type } = Object(error) as { status?: unknown; type?: unknown }
  if (status === 413) return new EngineError(413, 'too_large', 'the request entity is too large')
  if (status === 415) return new EngineError(415, 'bad_content_type', 'unsupported encoding of the body')
  if (error instanceof URIError || (status === 400 && type === undefined))
    return badRequest('invalid_url_encoding')
  if (status === 400) return badRequest('the request body was cut short')
  return new EngineError(500, 'internal_server_error', error instanceof Error ? error.message : 'unknown')
}

/** An answer that has begun cannot become an error any more; cut off, it is no whole answer either. */
function answerError(onError: (error: unknown) => void): ErrorRequestHandler {
  // Express tells error handlers by their four parameters.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  return (error, _request, response, _next) => {
    const answer = asEngineError(error)
    if (!(error instanceof EngineError) && answer.status >= 500) onError(error)
    if (response.headersSent) response.destroy()
    else sendError(response, answer)
  }
}

export interface RouterOptions {
  databases: Databases
  credentials: Credentials
  uuid: string
  onError: (error: unknown) => void
}

/** The CouchDB protocol over `databases`. */
export function createRouter({ databases, credentials, uuid, onError }: RouterOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.enable('case sensitive routing')
  app.use(requireBasic(credentials))
  app.use(spaces)
  app.use(express.raw({ type: () => true, limit: LARGEST_BODY }))
  addServerRoutes(app, databases, { uuid, username: credentials.username })
  addDatabaseRoutes(app, databases)
  addAllDocsRoutes(app, databases)
  addBulkRoutes(app, databases)
  addChangesRoutes(app, databases)
  addFindRoutes(app, databases)
  addIndexRoutes(app, databases)
  addDocumentRoutes(app, databases)
  app.use(() => {
    throw notFound('missing')
  })
  app.use(answerError(onError))
  return app
}
