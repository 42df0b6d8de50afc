import { STATUS_CODES } from 'node:http'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import express from 'express'
import { ProtocolError } from '#protocol/errors'
import { parseStrictJson } from '#protocol/json'
import { CouchError } from '../couch/couch-error.ts'

/** A refusal of one request, answered as an RFC 9457 problem document. `detail` is read by people: no secret in it. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly detail: string
  /** Seconds, sent as `Retry-After`. */
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, detail: string, options: { retryAfter?: number } = {}) {
    super(`${code}: ${detail}`)
    this.status = status
    this.code = code
    this.detail = detail
    this.retryAfter = options.retryAfter
  }
}

const UNAVAILABLE_RETRY_SECONDS = 5

/** Answers every error of the routes before it; what nobody foresaw is a 500 without details, told to `onUnexpected`. */
export function problemHandler(onUnexpected: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const problem = problemOf(error) ?? unexpected(error, onUnexpected)
    if (response.headersSent) {
      next(error)
      return
    }
    if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter))
    response.status(problem.status).type('application/problem+json')
    response.send(problemText(problem))
  }
}

/** RFC 9457; `type` is the one that says that `title` is the status's own. */
export function problemText({ status, code, detail }: Pick<Problem, 'status' | 'code' | 'detail'>): string {
  const title = STATUS_CODES[status] ?? 'Error'
  return JSON.stringify({ type: 'about:blank', title, status, code, detail })
}

function unexpected(error: unknown, onUnexpected: (error: unknown) => void): Problem {
  onUnexpected(error)
  return new Problem(500, 'internal', 'Something went wrong on this server.')
}

/** For the end of the chain: an address that no route answers. */
export const notFound: RequestHandler = (_request, _response, next) =>
  next(new Problem(404, 'not-found', 'There is nothing at this address.'))

/** What the caller is told of an error; undefined for one that nobody foresaw. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error
  if (error instanceof ProtocolError) return new Problem(400, error.code, error.detail)
  if (error instanceof CouchError && error.code === 'unavailable')
    return new Problem(503, 'unavailable', 'The database is away; try again soon.', {
      retryAfter: UNAVAILABLE_RETRY_SECONDS,
    })
  return clientFault(error)
}

/** Errors of Express and its body reader that the sender caused carry a 4xx `status`. */
function clientFault(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined
  if (error.status === 413) return new Problem(413, 'too-large', 'The request is too large.')
  if (error.status === 415) return new Problem(415, 'unsupported', 'A body must not be compressed.')
  const byTheSender = typeof error.status === 'number' && error.status >= 400 && error.status < 500
  return byTheSender ? new Problem(400, 'malformed', 'The request could not be read.') : undefined
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads the body of a request into `request.body` (an `unknown` for a decoder) as JSON without duplicate members, whatever
 * its content type says.
 *
 * @param limit bytes; more is 413 `too-large`.
 */
export function readStrictJson(limit: number): RequestHandler {
  return readJson(limit, parseStrictJson)
}

/**
 * The same with a rule of the caller's for what JSON is read. A compressed body is refused: a few kilobytes of it can be
 * gigabytes, and no phone sends one.
 *
 * @param limit bytes.
 */
export function readJson(limit: number, parse: (text: string) => unknown): RequestHandler {
  const readBytes: RequestHandler = express.raw({ type: () => true, limit, inflate: false })
  return (request, response, next) => {
    const parseBody = (): void => {
      const bytes: unknown = request.body
      request.body = parse(decodeUtf8(Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0)))
    }
    void readBytes(request, response, (error?: unknown) => {
      next(error ?? caught(parseBody))
    })
  }
}

/** What `action` threw: the body reader calls back, and nobody would catch it there. */
function caught(action: () => void): unknown {
  try {
    action()
    return undefined
  } catch (error) {
    return error
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new ProtocolError('malformed', 'not UTF-8')
  }
}
