import { ProfileBuilder } from '../../counting/profile-builder.ts'
import type { BallotFile, BallotReader, ReadSettings } from '../ballot-file.ts'
import { refuseFile, UNSAID } from '../ballot-file.ts'
import { eachLine } from '../line-reader.ts'
import { NameTable } from '../name-table.ts'
import { publicOrder, reorderCandidates } from '../reorder.ts'
import { COLON, decodeText, EQUALS, isDigit, OPEN_CURLY, OPEN_SQUARE, CLOSE_SQUARE } from '../text.ts'
import { AbifBallot } from './abif-ballot.ts'
import { AbifLine } from './abif-line.ts'

const HEADER = /^ABIF(?:\s|$)/

/**
 * ABIF, the Aggregated Ballot Information Format of electorama/abif: `42: [Memphis, TN]>Nash=Chat/3 # remark`, with
 * declarations of candidates `=Nash:[Nashville, TN]` and metadata `{title: "…"}`.
 */
export class AbifReader implements BallotReader {
  readonly #builder: ProfileBuilder
  readonly #ballot: AbifBallot
  readonly #table = new NameTable()
  readonly #declared = new Set<number>()
  readonly #line = new AbifLine()
  #title: string | undefined

  constructor({ marks }: ReadSettings) {
    this.#builder = new ProfileBuilder(marks === 'scores' ? 'scored' : 'ranked')
    this.#ballot = new AbifBallot(this.#builder, this.#table, marks)
  }

  read(bytes: Uint8Array, isLast: boolean): number {
    return eachLine(bytes, isLast, (begin, end) => {
      this.#line.open(bytes, begin, end)
      this.#readLine(begin)
    })
  }

  finish(): BallotFile {
    const { names } = this.#table
    if (names.length === 0) refuseFile('candidate', Math.max(1, this.#line.number), 'no candidate is named.')
    const profile = this.#builder.build({ candidates: names, seats: 1 })
    const ordered = reorderCandidates(profile, publicOrder(names, [...this.#declared]))
    return { format: 'abif', title: this.#title, profile: ordered, ...UNSAID }
  }

  #readLine(begin: number): void {
    const line = this.#line
    const byte = line.peek()
    if (byte === undefined) return
    if (isDigit(byte)) this.#ballot.read(line)
    else if (byte === EQUALS) this.#readCandidate()
    else if (byte === OPEN_CURLY) this.#readMetadata()
    else if (!HEADER.test(decodeText(line.bytes, begin, line.end, line.number).trim()))
      line.refuse(`a ballot, "=candidate" or "{metadata}" is expected, and not ${line.rest()}.`)
  }

  /** `=token:[the name in full]`; also without a name. */
  #readCandidate(): void {
    const line = this.#line
    line.at++
    const candidate = line.candidate(this.#table)
    if (this.#declared.has(candidate))
      refuseFile('candidate', line.number, `"${this.#table.names[candidate]}" is declared twice.`)
    this.#declared.add(candidate)
    if (line.take(COLON)) this.#readName(candidate)
    if (line.peek() !== undefined) line.refuse(`nothing comes after a name, and not ${line.rest()}.`)
  }

  #readName(candidate: number): void {
    const line = this.#line
    const begin = line.peek() === OPEN_SQUARE ? line.at + 1 : line.at
    let end = line.end
    if (begin > line.at) {
      const close = line.bytes.lastIndexOf(CLOSE_SQUARE, line.end - 1)
      if (close < begin) line.refuse('a bracket is never closed.')
      end = close
    }
    this.#table.rename(candidate, decodeText(line.bytes, begin, end, line.number), line.number)
    line.at = begin > line.at ? end + 1 : end
  }

  #readMetadata(): void {
    const line = this.#line
    const text = decodeText(line.bytes, line.at, line.end, line.number).trim()
    const inside = text.slice(1, text.search(/\}\s*(?:#|$)/))
    const colon = inside.indexOf(':')
    if (colon < 0) line.refuse('metadata is one {key: value} on a line.')
    if (unquoted(inside.slice(0, colon)) === 'title') this.#title = unquoted(inside.slice(colon + 1))
  }
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/su, '$2')
}
