import type { ProfileBuilder } from '../../counting/profile-builder.ts'
import { refuseFile } from '../ballot-file.ts'
import { CLOSE_CURLY, COMMA, isDigit, OPEN_CURLY, quoteBytes, skipBlanks, ZERO } from '../text.ts'
import type { PreflibHeader } from './preflib-header.ts'

/** One order: `1,{2,3},4`. No candidate stands in it twice; what else it must be, the type of the file says. */
export class PreflibOrder {
  readonly #builder: ProfileBuilder
  readonly #header: PreflibHeader
  /** candidate → the line on which it was last named. */
  readonly #named: number[] = []
  #bytes = new Uint8Array(0)
  #at = 0
  #end = 0
  #line = 0

  constructor(builder: ProfileBuilder, header: PreflibHeader) {
    this.#builder = builder
    this.#header = header
  }

  /** @throws {BallotFileError} */
  read(bytes: Uint8Array, begin: number, end: number, line: number): void {
    this.#bytes = bytes as Uint8Array<ArrayBuffer>
    this.#end = end
    this.#line = line
    this.#at = skipBlanks(bytes, begin, end)
    let count = 0
    if (this.#at < end)
      do count += this.#readPlace()
      while (this.#take(COMMA))
    if (this.#at < end) this.#refuseToken()
    const { type, count: most } = this.#header
    if (type.endsWith('c') && count < most)
      refuseFile(
        'mismatch',
        line,
        `an order of type ${type} names every candidate, and this one ${count} of ${most}.`,
      )
  }

  /** @returns how many candidates it holds. */
  #readPlace(): number {
    if (!this.#take(OPEN_CURLY)) {
      this.#builder.rank(this.#readCandidate())
      return 1
    }
    if (this.#header.type.startsWith('so'))
      refuseFile('mismatch', this.#line, `an order of type ${this.#header.type} has no equals.`)
    if (this.#take(CLOSE_CURLY)) {
      this.#builder.skip()
      return 0
    }
    this.#builder.rank(this.#readCandidate())
    let count = 1
    for (; this.#take(COMMA); count++) this.#builder.equal(this.#readCandidate())
    if (!this.#take(CLOSE_CURLY)) refuseFile('syntax', this.#line, 'a brace is never closed.')
    return count
  }

  #readCandidate(): number {
    const begin = this.#at
    let number = 0
    for (; this.#at < this.#end && isDigit(this.#bytes[this.#at]); this.#at++)
      number = 10 * number + (this.#bytes[this.#at] ?? 0) - ZERO
    if (this.#at === begin) this.#refuseToken()
    const most = this.#header.count
    if (number < 1 || number > most)
      refuseFile('candidate', this.#line, `there is no candidate ${number}: the file has ${most}.`)
    if (this.#named[number] === this.#line)
      refuseFile('candidate', this.#line, `candidate ${number} stands twice in the order.`)
    this.#named[number] = this.#line
    return number - 1
  }

  /** Takes the next byte that is no space, when it is `byte`. */
  #take(byte: number): boolean {
    this.#at = skipBlanks(this.#bytes, this.#at, this.#end)
    const isNext = this.#at < this.#end && this.#bytes[this.#at] === byte
    if (isNext) this.#at = skipBlanks(this.#bytes, this.#at + 1, this.#end)
    return isNext
  }

  #refuseToken(): never {
    const found = this.#at < this.#end ? quoteBytes(this.#bytes, this.#at, this.#end) : 'the end of the line'
    return refuseFile('syntax', this.#line, `a candidate’s number is expected, and not ${found}.`)
  }
}
