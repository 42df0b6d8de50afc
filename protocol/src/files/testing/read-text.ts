import { utf8 } from '../../bytes.ts'
import type { Profile } from '../../counting/profile.ts'
import { rankingOf, scoringOf } from '../../counting/profile.ts'
import type { BallotFile, ReadSettings } from '../ballot-file.ts'
import { BallotFileError } from '../ballot-file.ts'
import { BallotReading, openReader } from '../read-ballots.ts'

/** Reads a whole file; with `piece`, so many bytes at a time once its format is told. */
export function readText(
  text: string | Uint8Array,
  marks: ReadSettings['marks'] = 'ranks',
  { piece, contest }: { piece?: number; contest?: string } = {},
): BallotFile {
  const bytes = typeof text === 'string' ? utf8(text) : text
  const settingsOf = (): ReadSettings => ({ marks, contest })
  if (piece === undefined) {
    const reading = new BallotReading(settingsOf)
    reading.push(bytes)
    return reading.finish()
  }
  const { reader, push } = openReader(bytes, settingsOf)
  for (let at = 0; at < bytes.length; at += piece) push(bytes.subarray(at, at + piece), false)
  push(new Uint8Array(0), true)
  return reader.finish()
}

/** Where and why a file is refused. */
export function refusalOf(
  text: string | Uint8Array,
  marks: ReadSettings['marks'] = 'ranks',
): { code: string; place: number | string; reason: string } | undefined {
  try {
    readText(text, marks)
    return undefined
  } catch (error) {
    if (!(error instanceof BallotFileError)) throw error
    return { code: error.code, place: error.place, reason: error.reason }
  }
}

/** The ballots in words, sorted: `3: Ada>Bob=Cem>>Dia`, with nothing between two `>` for a place left empty; scores `Ada/5`. */
export function ballotsOf({ kind, candidates, ballots }: Profile): string[] {
  const name = (candidate: number): string => candidates[candidate] ?? '?'
  const lines = Array.from({ length: ballots.count }, (_, ballot) => {
    const marks =
      kind === 'scored'
        ? scoringOf(ballots, ballot).map(([candidate, score]) => `${name(candidate)}/${score}`)
        : rankingOf(ballots, ballot).map((place) => place.map(name).sort().join('='))
    return `${ballots.weights[ballot] ?? 0}: ${marks.join(kind === 'scored' ? ',' : '>')}`
  })
  return lines.sort()
}
