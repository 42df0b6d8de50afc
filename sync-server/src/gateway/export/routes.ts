import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import { formatTime } from '#protocol/decode'
import type { PaperKind } from '#protocol/formats/contest-method'
import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import type { LiveElection } from '../../elections/live-election.ts'
import { Problem } from '../../http/problem.ts'
import { exportBlt } from './blt.ts'
import { exportBundle } from './bundle.ts'
import { exportCsv } from './csv.ts'
import { exportCvr } from './cvr.ts'
import type { BallotStore } from './read-ballots.ts'
import type { Snapshot } from './snapshot.ts'
import { takeSnapshot } from './snapshot.ts'

/** Each reads the whole log: more of them at one time would slow the ballots that come in. */
const MOST_AT_ONCE = 4
const RETRY_SECONDS = 15

interface Format {
  readonly type: string
  readonly extension: string
  /** Formats of other programs know one contest; ours know the election. */
  readonly of: 'election' | 'contest'
  /** Ballots that it cannot say. */
  readonly lacks?: PaperKind
  readonly write: (snapshot: Snapshot, store: BallotStore, details: Details) => AsyncIterable<string>
}

interface Details {
  readonly contest: Contest
  /** Now, RFC 3339. */
  readonly generated: string
}

const FORMATS = new Map<unknown, Format>([
  [
    'json',
    { type: 'application/x-ndjson; charset=utf-8', extension: 'ndjson', of: 'election', write: exportBundle },
  ],
  [
    'csv',
    { type: 'text/csv; charset=utf-8; header=present', extension: 'csv', of: 'election', write: exportCsv },
  ],
  [
    'blt',
    { type: 'text/plain; charset=utf-8', extension: 'blt', of: 'contest', lacks: 'scores', write: exportBlt },
  ],
  ['cvr', { type: 'application/json; charset=utf-8', extension: 'json', of: 'contest', write: exportCvr }],
])

/** Sends whole elections, a few at a time. A connection that ends without the end of its answer tells that it failed. */
export class Exports {
  readonly #clock: () => Date
  #running = 0

  constructor(clock: () => Date) {
    this.#clock = clock
  }

  /** @throws {Problem} malformed | unavailable */
  async send(live: LiveElection, store: BallotStore, request: Request, response: Response): Promise<void> {
    const format = FORMATS.get(request.query.format ?? 'json')
    if (!format) throw new Problem(400, 'malformed', 'format must be json, csv, blt or cvr.')
    const contest = findContest(live.manifest.body.contests, request.query.contest, format)
    const name = format.of === 'contest' ? `${live.id}-${contest.id}` : live.id
    // Before the type: it takes one of its own from the name.
    response.attachment(`${name}.${format.extension}`)
    response.type(format.type)
    if (request.method === 'HEAD') return void response.end()
    if (this.#running >= MOST_AT_ONCE)
      throw new Problem(503, 'unavailable', 'Others are reading it now; try again soon.', {
        retryAfter: RETRY_SECONDS,
      })
    this.#running++
    const details = { contest, generated: formatTime(this.#clock()) }
    try {
      await pipeline(Readable.from(format.write(takeSnapshot(live), store, details)), response)
    } catch (error) {
      // A reader who hangs up is no fault, and neither can be told anything any more.
      if (!response.headersSent) throw error
    } finally {
      this.#running--
    }
  }
}

/** The contest that was asked for, or the only one. @throws {Problem} malformed */
function findContest(contests: readonly Contest[], asked: unknown, format: Format): Contest {
  const [first] = contests
  const isClear = format.of === 'election' || (asked === undefined && contests.length === 1)
  const found = isClear ? first : contests.find(({ id }) => id === asked)
  const ids = contests.map(({ id }) => id).join(', ')
  if (!found) throw new Problem(400, 'malformed', `contest must be one of ${ids}.`)
  if (paperOf(found.method) === format.lacks)
    throw new Problem(400, 'unsupported', 'BLT has rankings and no scores: ask for cvr.')
  return found
}
