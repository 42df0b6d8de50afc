import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { LiveElection } from '../../elections/live-election.ts'
import { Problem } from '../../http/problem.ts'
import { exportBundle } from './bundle.ts'
import { exportCsv } from './csv.ts'
import type { BallotStore } from './read-ballots.ts'
import type { Snapshot } from './snapshot.ts'
import { takeSnapshot } from './snapshot.ts'

/** Each reads the whole log: more of them at one time would slow the ballots that come in. */
const MOST_AT_ONCE = 4
const RETRY_SECONDS = 15

interface Format {
  readonly type: string
  readonly extension: string
  readonly write: (snapshot: Snapshot, store: BallotStore) => AsyncIterable<string>
}

const FORMATS = new Map<unknown, Format>([
  ['json', { type: 'application/x-ndjson; charset=utf-8', extension: 'ndjson', write: exportBundle }],
  ['csv', { type: 'text/csv; charset=utf-8; header=present', extension: 'csv', write: exportCsv }],
])

/** Sends whole elections, a few at a time. A connection that ends without the end of its answer tells that it failed. */
export class Exports {
  #running = 0

  /** @throws {Problem} malformed | unavailable */
  async send(live: LiveElection, store: BallotStore, request: Request, response: Response): Promise<void> {
    const format = FORMATS.get(request.query.format ?? 'json')
    if (!format) throw new Problem(400, 'malformed', 'format must be json or csv.')
    // Before the type: it takes one of its own from the name.
    response.attachment(`${live.id}.${format.extension}`)
    response.type(format.type)
    if (request.method === 'HEAD') return void response.end()
    if (this.#running >= MOST_AT_ONCE)
      throw new Problem(503, 'unavailable', 'Others are reading it now; try again soon.', {
        retryAfter: RETRY_SECONDS,
      })
    this.#running++
    try {
      await pipeline(Readable.from(format.write(takeSnapshot(live), store)), response)
    } catch (error) {
      // A reader who hangs up is no fault, and neither can be told anything any more.
      if (!response.headersSent) throw error
    } finally {
      this.#running--
    }
  }
}
