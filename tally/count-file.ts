import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { countVotes } from '#protocol/counting/count'
import { CountingError } from '#protocol/counting/counting-error'
import type { CountResult, Method } from '#protocol/counting/transcript'
import type { BallotFile, FileFormat, ReadSettings } from '#protocol/files/ballot-file'
import { readBallots } from '#protocol/files/read-ballots'
import type { Request } from './arguments.ts'

/** What a report of cast vote records calls a method that is not the default. NIST SP 1500-103, VoteVariation. */
const VARIATIONS: ReadonlyMap<string | undefined, Method> = new Map([
  ['plurality', 'plurality'],
  ['n-of-m', 'plurality'],
  ['approval', 'approval'],
  ['borda', 'borda'],
  ['range', 'score'],
])

/** The file can be read, and not be counted so; or there is no file. */
export class CannotCount extends Error {}

export interface Counted {
  readonly file: BallotFile
  readonly result: CountResult
}

/**
 * Reads a file, or standard input for `-`, and counts it.
 *
 * @throws {CannotCount}
 * @throws {BallotFileError} the file is faulty.
 */
export async function countFile(request: Request): Promise<Counted> {
  const chunks = await openChunks(request.place)
  const file = await readBallots(chunks, (format) => settingsFor(format, request))
  const method = request.method ?? defaultMethod(file, request.seats)
  // A method that was asked for by its name, and elects one, is not about the seats of the file.
  const seats = request.seats ?? (method === 'irv' ? 1 : file.profile.seats)
  if (seats > file.profile.candidates.length)
    throw new CannotCount(`${file.profile.candidates.length} candidates cannot take ${seats} seats.`)
  const maxSelections = request.selections ?? file.maxSelections
  try {
    const options = maxSelections === undefined ? {} : { maxSelections }
    return { file, result: countVotes(method, { ...file.profile, seats }, options) }
  } catch (error) {
    if (error instanceof CountingError) throw new CannotCount(`It cannot be counted: ${error.message}.`)
    throw error
  }
}

function defaultMethod({ format, variation, profile }: BallotFile, seats = profile.seats): Method {
  if (format === 'csv') return 'approval'
  return VARIATIONS.get(variation) ?? (seats > 1 ? 'stv-scottish' : 'irv')
}

function settingsFor(format: FileFormat, { method, contest }: Request): ReadSettings {
  return { marks: marksOf(method ?? (format === 'csv' ? 'approval' : 'irv')), contest }
}

function marksOf(method: Method): ReadSettings['marks'] {
  if (method === 'score' || method === 'star') return 'scores'
  if (method === 'approval') return 'approvals'
  return method === 'plurality' ? 'choices' : 'ranks'
}

async function openChunks(place: string): Promise<AsyncIterable<Uint8Array>> {
  if (place === '-') return process.stdin as AsyncIterable<Uint8Array>
  const found = await stat(place).catch(() => undefined)
  if (!found) throw new CannotCount(`There is no file ${place}.`)
  if (found.isDirectory()) throw new CannotCount(`${place} is a folder.`)
  return createReadStream(place, { highWaterMark: 1 << 18 })
}
