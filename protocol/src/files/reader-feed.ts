import { concatBytes } from '../bytes.ts'
import type { BallotReader } from './ballot-file.ts'
import { refuseFile } from './ballot-file.ts'

/** Longest line, record or value. It is the most that is held of a file at one time. */
const MOST_PENDING = 1 << 24

/** Gives a reader bytes as they come, and what it could not read yet again with more behind it. */
export class ReaderFeed {
  readonly #reader: BallotReader
  #pending: Uint8Array[] = []
  #length = 0
  /** Nothing is tried below: what was not whole is read again when it has doubled, so that no file costs its square. */
  #enough = 1

  constructor(reader: BallotReader) {
    this.#reader = reader
  }

  /** @throws {BallotFileError} */
  push(bytes: Uint8Array, isLast: boolean): void {
    this.#pending.push(bytes)
    this.#length += bytes.length
    if (!isLast && this.#length < this.#enough) return
    const [first = bytes, ...others] = this.#pending
    const all = others.length === 0 ? first : concatBytes(first, ...others)
    const rest = all.subarray(this.#reader.read(all, isLast))
    if (rest.length > MOST_PENDING)
      refuseFile('too-large', 'the file', `one line or value of it has more than ${MOST_PENDING} bytes.`)
    this.#pending = rest.length > 0 ? [rest] : []
    this.#length = rest.length
    this.#enough = 2 * rest.length
  }
}
