import type { Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ChangeSignal } from '../change-signal.ts'
import type { ElectionMirror } from './election-mirror.ts'
import type { MirrorPage, MirrorRow } from './feed-page.ts'
import { countPending } from './feed-page.ts'
import type { FeedQuery } from './feed-query.ts'
import { withoutHistory } from './leaves.ts'
import type { MirrorPosition } from './position.ts'
import { formatPosition } from './position.ts'

/** Whoever waits asks anew after this long, which also notices a server that has gone. */
const LONGEST_MS = 5 * 60_000

/**
 * Sends the feed of a mirror, for as long as its reader wants and {@link LONGEST_MS} allows.
 *
 * @throws {CouchError} unavailable, where the first documents cannot be read.
 */
export async function sendFeed(
  mirror: ElectionMirror,
  changed: ChangeSignal,
  query: FeedQuery,
  response: Response,
): Promise<void> {
  const enough = new AbortController()
  const end = setTimeout(() => enough.abort(), LONGEST_MS)
  response.on('close', () => enough.abort())
  try {
    const first = await mirror.page(query.since, query.limit)
    response.type('json')
    const feed = { mirror, changed, query, enough: enough.signal }
    await pipeline(Readable.from(feedText(feed, first)), response)
  } catch (error) {
    // A reader who hangs up is no fault; one whose answer breaks off asks again from the last row.
    if (!response.headersSent) throw error
  } finally {
    clearTimeout(end)
  }
}

interface Feed {
  readonly mirror: ElectionMirror
  readonly changed: ChangeSignal
  readonly query: FeedQuery
  /** Fires when nobody waits any more. */
  readonly enough: AbortSignal
}

/** One JSON object, or for a continuous feed an object a line. */
async function* feedText(feed: Feed, first: MirrorPage): AsyncGenerator<string> {
  const { mirror, query } = feed
  const isContinuous = query.feed === 'continuous'
  let [page, given] = [first, 0]
  if (!isContinuous) yield '{"results":[\n'
  for (;;) {
    const rows = page.rows.map((row) => rowText(row, query))
    if (rows.length > 0)
      yield isContinuous ? `${rows.join('\n')}\n` : `${given > 0 ? ',\n' : ''}${rows.join(',\n')}`
    given += rows.length
    if (given >= query.limit) break
    const waits = isContinuous || (query.feed === 'longpoll' && given === 0)
    if (page.pending === 0 && !(waits && (yield* untilNews(feed, page.position)))) break
    page = await mirror.page(page.position, query.limit - given)
  }
  const last = { last_seq: formatPosition(page.position, mirror.live.manifestHash), pending: page.pending }
  yield isContinuous ? `${JSON.stringify(last)}\n` : `\n],\n${JSON.stringify(last).slice(1)}\n`
}

/** Signs of life until there is something that `position` lacks; false when nothing came in time. */
async function* untilNews(feed: Feed, position: MirrorPosition): AsyncGenerator<string, boolean> {
  const { mirror, changed, enough } = feed
  const { heartbeat, timeout } = feed.query
  while (!enough.aborted) {
    if (countPending(position, mirror.now(), mirror.live) > 0) return true
    // Woken for nothing that is shown, or because the server ends: whoever asks again loses nothing.
    if (await nextChange(changed, heartbeat ?? timeout, enough)) break
    if (heartbeat === undefined) return false
    yield '\n'
  }
  return countPending(position, mirror.now(), mirror.live) > 0
}

/** True at the next change of the election, false after `milliseconds` or when `enough` fires. */
function nextChange(changed: ChangeSignal, milliseconds: number, enough: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isNews: boolean): void => {
      clearTimeout(timer)
      giveUp()
      enough.removeEventListener('abort', stop)
      resolve(isNews)
    }
    const stop = (): void => settle(false)
    const timer = setTimeout(stop, milliseconds)
    const giveUp = changed.once(() => settle(true))
    enough.addEventListener('abort', stop)
  })
}

function rowText({ seq, id, leaves }: MirrorRow, { allLeaves, includeDocs }: FeedQuery): string {
  const [winner] = leaves
  return JSON.stringify({
    seq,
    id,
    changes: (allLeaves ? leaves : leaves.slice(0, 1)).map(({ _rev }) => ({ rev: _rev })),
    ...(winner?._deleted === true && { deleted: true }),
    ...(includeDocs && winner && { doc: withoutHistory(winner) }),
  })
}
