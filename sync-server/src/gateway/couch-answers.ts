import type { ErrorRequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { ProtocolError } from '#protocol/errors'
import { CouchError } from '../couch/couch.ts'
import { Problem } from '../http/problem.ts'

/** Seconds after which a phone may try again; phones add jitter of their own. */
const RETRY_AFTER_SECONDS = 2

/** An error in CouchDB's own shape, for the endpoints that speak its protocol. */
export class CouchAnswer extends Error {
  override readonly name = 'CouchAnswer'
  readonly status: number
  readonly error: string
  readonly reason: string

  constructor(status: number, error: string, reason: string) {
    super(`${error}: ${reason}`)
    this.status = status
    this.error = error
    this.reason = reason
  }
}

export function sendUnavailable(response: Response): void {
  response.setHeader('retry-after', String(RETRY_AFTER_SECONDS))
  response
    .status(503)
    .json({ error: 'service_unavailable', reason: 'unavailable: The ballot could not be stored yet.' })
}

/** Turns whatever a `/sync` route threw into CouchDB's `{error, reason}`; what is not the client's fault tells nothing. */
export function couchErrorHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const { status, error: name, reason } = answerFor(error)
    if (status === 503) response.setHeader('retry-after', String(RETRY_AFTER_SECONDS))
    else if (status >= 500) log.error({ error: String(error) }, 'a request failed')
    response.status(status).json({ error: name, reason })
  }
}

function answerFor(error: unknown): { status: number; error: string; reason: string } {
  if (error instanceof CouchAnswer) return error
  if (error instanceof ProtocolError) return refusal(error)
  if (error instanceof Problem)
    return { status: error.status, error: 'not_found', reason: `${error.code}: ${error.detail}` }
  if (error instanceof CouchError && error.code === 'unavailable')
    return { status: 503, error: 'service_unavailable', reason: 'unavailable: Try again soon.' }
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500
  if (status === 413) return { status, error: 'too_large', reason: 'too-large: The request is too large.' }
  if (status >= 400 && status < 500)
    return { status, error: 'bad_request', reason: 'malformed: The request cannot be read.' }
  return { status: 500, error: 'internal_server_error', reason: 'internal: The server failed.' }
}

function refusal({ code, message }: ProtocolError): { status: number; error: string; reason: string } {
  return code === 'too-large'
    ? { status: 413, error: 'too_large', reason: message }
    : { status: 400, error: 'bad_request', reason: message }
}
