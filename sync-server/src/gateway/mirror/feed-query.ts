import type { Request } from 'express'
import { ProtocolError } from '#protocol/errors'
import type { ElectionMirror } from './election-mirror.ts'
import { endOf } from './feed-page.ts'
import type { MirrorPosition } from './position.ts'
import { parsePosition } from './position.ts'

export interface FeedQuery {
  readonly feed: 'normal' | 'longpoll' | 'continuous'
  readonly since: MirrorPosition
  readonly limit: number
  readonly includeDocs: boolean
  readonly allLeaves: boolean
  /** Milliseconds between signs of life; with them there is no timeout. */
  readonly heartbeat: number | undefined
  /** Milliseconds that a feed without news stays open. */
  readonly timeout: number
}

const LONGEST_WAIT_MS = 60_000
const SHORTEST_HEARTBEAT_MS = 1000
/** What would make the feed another one than that of the log. */
const UNSUPPORTED = ['filter', 'view', 'doc_ids', 'selector', 'descending', 'attachments']

/** Reads the parameters of `_changes`. @throws {ProtocolError} malformed | unsupported */
export function readFeedQuery({ query }: Request, mirror: ElectionMirror): FeedQuery {
  for (const name of UNSUPPORTED)
    if (query[name] !== undefined && query[name] !== 'false')
      throw new ProtocolError('unsupported', `${name} is not understood here`)
  const limit = readCount(query['limit'], 'limit')
  return {
    feed: readFeed(query['feed']),
    since: readSince(query['since'], mirror),
    limit: limit ?? Infinity,
    includeDocs: query['include_docs'] === 'true',
    allLeaves: query['style'] === 'all_docs',
    heartbeat: readHeartbeat(query['heartbeat']),
    timeout: Math.min(readCount(query['timeout'], 'timeout') ?? LONGEST_WAIT_MS, LONGEST_WAIT_MS),
  }
}

function readFeed(feed: unknown = 'normal'): FeedQuery['feed'] {
  if (feed === 'normal' || feed === 'longpoll' || feed === 'continuous') return feed
  throw new ProtocolError('unsupported', 'feed must be normal, longpoll or continuous')
}

function readSince(since: unknown = '0', mirror: ElectionMirror): MirrorPosition {
  if (typeof since !== 'string') throw new ProtocolError('malformed', 'since must be given once')
  if (since === 'now') return endOf(mirror.now(), mirror.live)
  // CouchDB's replicator and Fauxton send a sequence as JSON, in quotes.
  return parsePosition(since.replace(/^"(.*)"$/, '$1'), mirror.live.manifestHash)
}

function readCount(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return Number(value)
  throw new ProtocolError('malformed', `${name} must be a number`)
}

function readHeartbeat(value: unknown): number | undefined {
  if (value === undefined || value === 'false') return undefined
  if (value === 'true') return LONGEST_WAIT_MS
  const asked = readCount(value, 'heartbeat') ?? 0
  return Math.min(Math.max(SHORTEST_HEARTBEAT_MS, asked), LONGEST_WAIT_MS)
}
