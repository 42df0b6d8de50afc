import type { Response } from 'express'

/** As CouchDB says it: Fauxton shows the reason. */
export function sendError(response: Response, status: number, error: string, reason: string): void {
  response.status(status).set('cache-control', 'no-store').json({ error, reason })
}
