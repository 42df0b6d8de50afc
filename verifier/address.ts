import { toBase64url } from '#protocol/bytes'
import { headId } from '#protocol/log/head'
import { TILE_WIDTH, tileId } from '#protocol/log/tile'
import { tilePath } from '#protocol/log/tile-path'
import type { Source } from './source.ts'
import { Unreachable } from './unreachable.ts'

const JOIN_LINK = /^#\/join\/([a-z][a-z0-9-]{0,62})\/([A-Za-z0-9_-]{43})$/
const ELECTION_ADDRESS = /^\/api\/elections\/([a-z][a-z0-9-]{0,62})(\/export)?$/
/** The second line of a checkpoint; whether it is signed is for the audit to say. */
const SIZE_IN_NOTE = /^[^\n]*\n(\d{1,16})\n/
const TILES_AT_ONCE = 8

/**
 * Opens a join link, or the address of an election: its bundle, and before it the checkpoint and the full tiles that its log
 * shows to other tools (C2SP tlog-tiles), so that a server cannot show those another log.
 *
 * @throws {Unreachable}
 */
export async function openAddress(place: string): Promise<Source> {
  const { election, origin, manifestHash } = readAddress(place)
  const base = `${origin}/api/elections/${election}`
  const note = await readCheckpoint(base)
  const response = await get(`${base}/export?format=json`)
  if (!response.ok || !response.body) throw new Unreachable(`${response.url} answers ${response.status}.`)
  return { chunks: chunksOf(response.body, origin), beside: readLog(base, election, note), manifestHash }
}

/** Undefined where none is shown. */
async function readCheckpoint(base: string): Promise<string | undefined> {
  const response = await get(`${base}/log/checkpoint`)
  return response.status === 404 ? undefined : new TextDecoder().decode(await bodyOf(response))
}

/** The checkpoint as the head of the log, and the full tiles below it, as documents. */
async function* readLog(base: string, election: string, note: string | undefined): AsyncGenerator {
  if (note === undefined) return
  yield { _id: headId(election), note }
  const waiting: Promise<unknown>[] = []
  for (const place of fullTilesOf(Number(SIZE_IN_NOTE.exec(note)?.[1] ?? 0))) {
    const reading = readTile(base, election, place)
    // Whoever waits for it hears of a failure; until then it is nobody's.
    reading.catch(() => undefined)
    waiting.push(reading)
    if (waiting.length >= TILES_AT_ONCE) yield await waiting.shift()
  }
  for (const reading of waiting) yield await reading
}

interface Place {
  readonly level: number
  readonly index: number
}

function* fullTilesOf(size: number): Generator<Place> {
  for (let level = 0, count = Math.floor(size / TILE_WIDTH); count > 0; level++) {
    for (let index = 0; index < count; index++) yield { level, index }
    count = Math.floor(count / TILE_WIDTH)
  }
}

async function readTile(base: string, election: string, place: Place): Promise<unknown> {
  const bytes = await bodyOf(await get(`${base}/log/${tilePath(place)}`))
  return { _id: tileId(election, place.level, place.index), hashes: toBase64url(bytes) }
}

async function bodyOf(response: Response): Promise<Uint8Array> {
  if (!response.ok) throw new Unreachable(`${response.url} answers ${response.status}.`)
  const { origin } = new URL(response.url)
  return new Uint8Array(await response.arrayBuffer().catch((error: unknown) => brokenOff(origin, error)))
}

/** A server that hangs up in the middle has said nothing of the election, for or against. */
async function* chunksOf(body: AsyncIterable<Uint8Array>, origin: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    brokenOff(origin, error)
  }
}

function brokenOff(origin: string, error: unknown): never {
  throw new Unreachable(`${origin} broke off its answer: ${reasonOf(error)}`)
}

function get(url: string): Promise<Response> {
  return fetch(url).catch((error: unknown) => {
    throw new Unreachable(`${new URL(url).origin} cannot be reached: ${reasonOf(error)}`)
  })
}

function readAddress(place: string): { election: string; origin: string; manifestHash: string | undefined } {
  if (!URL.canParse(place)) throw new Unreachable(`${place} is no web address.`)
  const { origin, pathname, hash } = new URL(place)
  const [, joined, manifestHash] = JOIN_LINK.exec(hash) ?? []
  const election = joined ?? ELECTION_ADDRESS.exec(pathname)?.[1]
  if (election === undefined)
    throw new Unreachable(
      `${place} is neither a join link nor the address of an election (…/api/elections/…).`,
    )
  return { election, origin, manifestHash }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
