import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** What was asked for cannot be had. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

export interface Source {
  readonly chunks: AsyncIterable<Uint8Array>
  /** That of a join link, which carries it. */
  readonly manifestHash: string | undefined
}

const JOIN_LINK = /^#\/join\/([a-z][a-z0-9-]{0,62})\/([A-Za-z0-9_-]{43})$/
const ELECTION_ADDRESS = /^\/api\/elections\/([a-z][a-z0-9-]{0,62})(\/export)?$/

/**
 * Opens a file, `-` for standard input, a join link, or the address of an election: `https://…/api/elections/board-2026`.
 *
 * @throws {Unreachable}
 */
export async function openSource(place: string): Promise<Source> {
  if (place === '-') return { chunks: process.stdin as AsyncIterable<Uint8Array>, manifestHash: undefined }
  if (/^https?:/.test(place)) return openAddress(place)
  const found = await stat(place).catch(() => undefined)
  if (!found?.isFile()) throw new Unreachable(`There is no file ${place}.`)
  return { chunks: createReadStream(place, { highWaterMark: 1 << 18 }), manifestHash: undefined }
}

async function openAddress(place: string): Promise<Source> {
  const { election, origin, manifestHash } = readAddress(place)
  const url = `${origin}/api/elections/${election}/export?format=json`
  const response = await fetch(url).catch((error: unknown) => {
    throw new Unreachable(`${origin} cannot be reached: ${reasonOf(error)}`)
  })
  if (!response.ok || !response.body) throw new Unreachable(`${url} answers ${response.status}.`)
  return { chunks: response.body, manifestHash }
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
