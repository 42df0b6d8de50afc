import type { ProfileBuilder } from '../counting/profile-builder.ts'
import type { FilePlace } from './ballot-file.ts'
import { refuseFile } from './ballot-file.ts'

/** Counts the ballot that was read mark by mark `weight` times. @throws {BallotFileError} weight */
export function endBallot(builder: ProfileBuilder, weight: number, place: FilePlace): void {
  if (!(Number.isSafeInteger(weight) && weight > 0))
    refuseFile(
      'weight',
      place,
      `a ballot counts a whole number of times, from 1 to ${Number.MAX_SAFE_INTEGER}.`,
    )
  try {
    builder.end(weight)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    refuseFile('weight', place, `the ballots up to here are more than ${Number.MAX_SAFE_INTEGER}.`)
  }
}
