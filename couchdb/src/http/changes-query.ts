import { massageSelector, rowFilter } from 'pouchdb-selector-core'
import { isRecord } from '../document.ts'
import { badRequest, notImplemented } from '../errors.ts'
import type { FeedQuery } from '../feed.ts'
import { parseSequence } from '../store/sequence.ts'
import { parseJson } from './json-body.ts'
import { flag, type Parameters } from './query.ts'

export interface ChangesQuery extends FeedQuery {
  feed: 'normal' | 'longpoll' | 'continuous'
  includeDocs: boolean
  allLeaves: boolean
  /** Milliseconds between signs of life; with them there is no timeout. */
  heartbeat?: number
  timeout: number
}

const LONGEST_WAIT_MS = 60_000

function parseFeed(feed: unknown = 'normal'): ChangesQuery['feed'] {
  if (feed === 'live') return 'continuous'
  if (feed === 'normal' || feed === 'longpoll' || feed === 'continuous') return feed
  throw badRequest('Supported `feed` types: normal, continuous, live, longpoll')
}

function parseInteger(parameters: Parameters, name: string): number | undefined {
  const value = parameters[name]
  if (value === undefined) return undefined
  const number = Number(value)
  if (value === '' || !Number.isSafeInteger(number)) throw badRequest(`Invalid value for ${name}.`)
  return number
}

function parseHeartbeat(value: unknown): { heartbeat?: number } {
  if (value === undefined || value === 'false') return {}
  if (value === 'true') return { heartbeat: LONGEST_WAIT_MS }
  const heartbeat = Number(value)
  if (Number.isSafeInteger(heartbeat) && heartbeat > 0) return { heartbeat }
  throw badRequest('Invalid heartbeat value. Expecting a positive integer value (in milliseconds).')
}

function parseStyle(style: unknown = 'main_only'): boolean {
  if (style === 'main_only' || style === 'all_docs') return style === 'all_docs'
  throw badRequest('Supported `style` values: main_only, all_docs')
}

function parseDocIds(parameters: Parameters): string[] {
  const given = parameters['doc_ids']
  const ids = typeof given === 'string' ? parseJson(given) : given
  if (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return ids
  throw badRequest('`doc_ids` filter parameter is not a list of doc ids.')
}

function parseSelector(selector: unknown): FeedQuery['accepts'] {
  if (!isRecord(selector)) throw badRequest('Selector must be a JSON object')
  return ({ doc }) => matches(doc, selector)
}

/** @throws {EngineError} 400 for a selector that is none. */
export function matches(doc: object, selector: Record<string, unknown>): boolean {
  try {
    const massaged = massageSelector(selector)
    return rowFilter(doc, massaged, Object.keys(massaged))
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : 'invalid selector')
  }
}

function parseFilter(parameters: Parameters): Pick<FeedQuery, 'accepts' | 'docIds'> {
  const all = (): boolean => true
  const filter = parameters['filter']
  if (filter === undefined || filter === '') return { accepts: all }
  if (filter === '_doc_ids') return { accepts: all, docIds: parseDocIds(parameters) }
  if (filter === '_selector') return { accepts: parseSelector(parameters['selector']) }
  throw notImplemented('Filters other than _doc_ids and _selector are not supported.')
}

/** @throws {EngineError} 400 */
export function parseChangesQuery(
  parameters: Parameters,
  { identity, updateSeq }: { identity: string; updateSeq: number },
): ChangesQuery {
  const given = parameters['since'] ?? '0'
  const since = typeof given === 'string' ? given : JSON.stringify(given)
  const limit = parseInteger(parameters, 'limit')
  const timeout = parseInteger(parameters, 'timeout') ?? LONGEST_WAIT_MS
  return {
    feed: parseFeed(parameters['feed']),
    since: since === 'now' ? updateSeq : parseSequence(since, identity, updateSeq),
    limit: limit === undefined || limit < 0 ? Infinity : limit,
    descending: flag(parameters, 'descending'),
    includeDocs: flag(parameters, 'include_docs'),
    conflicts: flag(parameters, 'conflicts'),
    allLeaves: parseStyle(parameters['style']),
    ...parseHeartbeat(parameters['heartbeat']),
    timeout: Math.min(Math.max(timeout, 0), LONGEST_WAIT_MS),
    ...parseFilter(parameters),
  }
}
