import type { Request } from 'express'
import { ProtocolError } from '#protocol/errors'
import type { ReadOptions, WantedRevision } from './documents.ts'

/** PouchDB asks for a hundred documents at a time, CouchDB for five hundred. */
const MOST = 1000

export function readOptions({ query }: Request): ReadOptions {
  return {
    revs: query['revs'] === 'true',
    conflicts: query['conflicts'] === 'true',
    latest: query['latest'] === 'true',
  }
}

/** The `open_revs` of a request. @throws {ProtocolError} malformed */
export function readRevs(text: string): 'all' | readonly string[] {
  if (text === 'all') return 'all'
  return readTexts(parseJson(text), 'open_revs')
}

/** The body of `_bulk_get`. @throws {ProtocolError} malformed */
export function readWanted(body: unknown): readonly WantedRevision[] {
  const { docs } = readObject(body)
  return readList(docs, 'docs').map((wanted) => {
    const { id, rev } = readObject(wanted)
    if (typeof id !== 'string' || (rev !== undefined && typeof rev !== 'string'))
      throw new ProtocolError('malformed', 'docs must have an id and may have a rev')
    return { id, rev }
  })
}

/** The body of `_revs_diff`. @throws {ProtocolError} malformed */
export function readKnown(body: unknown): readonly { id: string; revs: readonly string[] }[] {
  const entries = readList(Object.entries(readObject(body)), 'the body')
  return (entries as [string, unknown][]).map(([id, revs]) => ({ id, revs: readTexts(revs, 'revisions') }))
}

/** The keys of `_all_docs`, from its address or its body. @throws {ProtocolError} malformed | unsupported */
export function readKeys({ query, body, method }: Request): readonly string[] {
  const keys: unknown =
    method === 'POST'
      ? readObject(body)['keys']
      : typeof query['keys'] === 'string' && parseJson(query['keys'])
  if (keys === undefined || keys === false)
    throw new ProtocolError('unsupported', 'keys must be given: the feed has all documents')
  return readTexts(keys, 'keys')
}

function readTexts(value: unknown, what: string): readonly string[] {
  const list = readList(value, what)
  if (!list.every((item) => typeof item === 'string'))
    throw new ProtocolError('malformed', `${what} must be texts`)
  return list
}

function readList(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value) && value.length <= MOST) return value as unknown[]
  throw new ProtocolError('malformed', `${what} must be a list of at most ${MOST}`)
}

function readObject(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw new ProtocolError('malformed', 'an object was expected')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new ProtocolError('malformed', 'this is not JSON')
    throw error
  }
}
