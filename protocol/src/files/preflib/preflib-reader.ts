import { ProfileBuilder } from '../../counting/profile-builder.ts'
import type { BallotFile, BallotReader, ReadSettings } from '../ballot-file.ts'
import { refuseFile, UNSAID } from '../ballot-file.ts'
import { endBallot } from '../end-ballot.ts'
import { eachLine } from '../line-reader.ts'
import { COLON, COMMA, decodeText, HASH, isDigit, skipBlanks, trimEnd } from '../text.ts'
import { PreflibHeader } from './preflib-header.ts'
import { PreflibOrder } from './preflib-order.ts'

/**
 * PrefLib's ordinal data: soc, soi, toc, toi. Each line is `votes: 1,{2,3},4`, under a header `# KEY: value`; before 2022
 * `votes,1,{2,3},4`, under the number of candidates, `number,name` for each, and a line of three totals.
 */
export class PreflibReader implements BallotReader {
  readonly #builder = new ProfileBuilder('ranked')
  readonly #header = new PreflibHeader()
  readonly #order = new PreflibOrder(this.#builder, this.#header)
  #line = 0
  #votes = 0

  /** @throws {BallotFileError} unsuitable, when scores are wanted. */
  constructor({ marks }: ReadSettings) {
    if (marks === 'scores') refuseFile('unsuitable', 1, 'a PrefLib file has orders and no scores.')
  }

  read(bytes: Uint8Array, isLast: boolean): number {
    return eachLine(bytes, isLast, (begin, end) => this.#readLine(bytes, begin, end))
  }

  finish(): BallotFile {
    const { title, voters } = this.#header
    const candidates = this.#header.finish(Math.max(1, this.#line))
    if (voters && voters.value !== this.#votes)
      refuseFile(
        'mismatch',
        voters.line,
        `there must be ${voters.value} voters, and the orders are of ${this.#votes}.`,
      )
    const profile = this.#builder.build({ candidates, seats: 1 })
    return { format: 'preflib', title, profile, ...UNSAID }
  }

  #readLine(bytes: Uint8Array, lineBegin: number, lineEnd: number): void {
    this.#line++
    const begin = skipBlanks(bytes, lineBegin, lineEnd)
    const end = trimEnd(bytes, begin, lineEnd)
    if (begin === end) return
    if (bytes[begin] === HASH) this.#header.readKey(decodeText(bytes, begin, end, this.#line), this.#line)
    else if (this.#header.isOpen())
      this.#header.readOldLine(decodeText(bytes, begin, end, this.#line), this.#line)
    else this.#readOrder(bytes, begin, end)
  }

  #readOrder(bytes: Uint8Array, begin: number, end: number): void {
    let at = begin
    while (at < end && isDigit(bytes[at])) at++
    const votes = Number(decodeText(bytes, begin, at, this.#line))
    const separator = this.#header.isOld ? COMMA : COLON
    at = skipBlanks(bytes, at, end)
    if (at === begin || bytes[at] !== separator)
      refuseFile(
        'syntax',
        this.#line,
        `how many voted so, then "${this.#header.isOld ? ',' : ':'}" is expected.`,
      )
    this.#order.read(bytes, at + 1, end, this.#line)
    endBallot(this.#builder, votes, this.#line)
    this.#votes += votes
  }
}
