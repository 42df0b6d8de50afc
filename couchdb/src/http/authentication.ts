import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { EngineError } from '../errors.ts'
import { sendError } from './respond.ts'

export interface Credentials {
  username: string
  password: string
}

/** Hashed to one length, so that the time of the comparison says nothing, not even how long the secret is. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** Every path asks for the one account there is. Nothing is served before it is given. */
export function requireBasic({ username, password }: Credentials): RequestHandler {
  const expected = digest(`${username}:${password}`)
  return (request, response, next) => {
    const [scheme = '', encoded = ''] = (request.headers.authorization ?? '').split(' ')
    const basic = scheme.toLowerCase() === 'basic'
    const given = digest(basic ? Buffer.from(encoded, 'base64').toString('utf8') : '')
    if (timingSafeEqual(given, expected)) {
      next()
      return
    }
    const reason = basic ? 'Name or password is incorrect.' : 'You are not authorized to access this db.'
    sendError(response, new EngineError(401, 'unauthorized', reason))
  }
}
