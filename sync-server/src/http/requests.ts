import type { RequestHandler } from 'express'
import { Problem } from './problem.ts'

/** Browsers send about twenty, and proxies add a few. */
const MAX_HEADERS = 100
const METHODS = ['GET', 'HEAD', 'POST']

/** Refuses what no client of ours sends, whatever address it is for. */
export const refuseOddRequests: RequestHandler = (request, _response, next) => {
  if (request.rawHeaders.length / 2 > MAX_HEADERS)
    throw new Problem(431, 'too-large', `A request has at most ${MAX_HEADERS} headers.`)
  // RFC 9112 §3.2. A load balancer that looks in with HTTP/1.0 may name none.
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  if (hosts.length > 1 || (!request.headers.host && request.httpVersion !== '1.0'))
    throw new Problem(400, 'malformed', 'A request names one host.')
  // Here and not in a library that serves files and would answer in words of its own.
  if (!isDecodable(request.path)) throw new Problem(400, 'malformed', 'The address cannot be decoded.')
  next()
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** Everything is read or posted. A preflight is answered by the routes that other origins may use, before this. */
export const refuseOtherMethods: RequestHandler = (request, response, next) => {
  if (METHODS.includes(request.method)) {
    next()
    return
  }
  response.set('Allow', METHODS.join(', '))
  throw new Problem(405, 'method-not-allowed', `Only ${METHODS.join(', ')} are understood here.`)
}
