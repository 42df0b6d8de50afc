import type { Profile } from '../counting/profile.ts'

/** The formats that are read, each told from what stands in the file. */
export type FileFormat = 'blt' | 'abif' | 'csv' | 'preflib' | 'cvr'

/** What a file of ballots says. */
export interface BallotFile {
  readonly format: FileFormat
  readonly title: string | undefined
  /** With the seats that the file names, or one. */
  readonly profile: Profile
  /** How the ballots were meant to be counted, where the format has a word for it: the `VoteVariation` of a CVR. */
  readonly variation: string | undefined
  /** How many candidates a voter may choose, where the format says it. */
  readonly maxSelections: number | undefined
}

/** What most formats have no word for. */
export const UNSAID = { variation: undefined, maxSelections: undefined } as const

export interface ReadSettings {
  /** What the method to come takes a mark for, where the file leaves it open. `scores` makes a scored profile. */
  readonly marks: 'ranks' | 'choices' | 'approvals' | 'scores'
  /** The id or name of a contest, for files that hold several. */
  readonly contest: string | undefined
}

/** Why a file is not read. Closed; documented in docs/counting-files.md. */
export type FileRefusal =
  | 'empty'
  | 'encoding'
  | 'syntax'
  | 'candidate'
  | 'weight'
  | 'mismatch'
  | 'unsuitable'
  | 'contest'
  | 'too-large'

/** Where in a file: a line, from 1, or the path of a JSON value, such as `$.CVR[17].CVRSnapshot`. */
export type FilePlace = number | string

/** A file that cannot be read. `reason` is one sentence for whoever made the file. */
export class BallotFileError extends Error {
  override readonly name = 'BallotFileError'
  readonly code: FileRefusal
  readonly place: FilePlace
  readonly reason: string

  constructor(code: FileRefusal, place: FilePlace, reason: string) {
    super(`${typeof place === 'number' ? `line ${place}` : place}: ${reason}`)
    this.code = code
    this.place = place
    this.reason = reason
  }
}

/** @throws {BallotFileError} */
export function refuseFile(code: FileRefusal, place: FilePlace, reason: string): never {
  throw new BallotFileError(code, place, reason)
}

/** Reads one format from bytes as they come, and keeps of them only the distinct ballots. */
export interface BallotReader {
  /**
   * Reads what is whole in `bytes`: lines, ballots, names.
   *
   * @param isLast nothing comes after `bytes`.
   * @returns how many bytes were read; the rest is given again with more behind it.
   * @throws {BallotFileError}
   */
  read(bytes: Uint8Array, isLast: boolean): number
  /** @throws {BallotFileError} when something is missing at the end. */
  finish(): BallotFile
}
