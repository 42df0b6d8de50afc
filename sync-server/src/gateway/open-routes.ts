import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { CouchAnswer } from './couch-answers.ts'
import type { Gateway, GatewayElection } from './gateway.ts'

/** Any page may ask: what is behind it is public or signed, and no cookie ever travels here. */
export function anyOrigin(allowed: { readonly headers: string; readonly methods: string }): RequestHandler {
  return (_request: Request, response: Response, next: NextFunction): void => {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', allowed.headers)
    response.setHeader('access-control-allow-methods', allowed.methods)
    response.setHeader('access-control-max-age', '86400')
    response.setHeader('cache-control', 'no-store')
    next()
  }
}

/** The election that the first part of a database's path names. @throws {CouchAnswer} 404 */
export function findElection(gateway: Gateway, request: Request): GatewayElection {
  const id = request.params.election ?? request.path.split('/')[1]
  const found = typeof id === 'string' ? gateway.find(id) : undefined
  if (!found) throw new CouchAnswer(404, 'not_found', 'unknown-election: There is no such election here.')
  return found
}
