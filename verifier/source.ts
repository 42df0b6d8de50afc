import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { openAddress } from './address.ts'
import { Unreachable } from './unreachable.ts'
import type { KeptFile } from './verify.ts'

export interface Source {
  /** A bundle. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** Papers that are not in the bundle: what a server shows of its log elsewhere. */
  readonly beside: AsyncIterable<unknown>
  /** That of a join link, which carries it. */
  readonly manifestHash: string | undefined
}

/**
 * Opens a file, `-` for standard input, a join link, or the address of an election: `https://…/api/elections/board-2026`.
 *
 * @throws {Unreachable}
 */
export async function openSource(place: string): Promise<Source> {
  const alone = { beside: Readable.from([]), manifestHash: undefined }
  if (place === '-') return { ...alone, chunks: process.stdin as AsyncIterable<Uint8Array> }
  if (/^https?:/.test(place)) return openAddress(place)
  await checkFile(place)
  return { ...alone, chunks: createReadStream(place, { highWaterMark: 1 << 18 }) }
}

/** @throws {Unreachable} */
export async function readKept(path: string): Promise<KeptFile> {
  await checkFile(path)
  return { name: basename(path), content: await readFile(path, 'utf8') }
}

async function checkFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw new Unreachable(`There is no file ${path}.`)
}
