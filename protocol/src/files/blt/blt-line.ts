import { refuseFile } from '../ballot-file.ts'
import { HASH, isBlank, LF, quoteBytes, SLASH, STAR, ZERO } from '../text.ts'

const NONE = new Uint8Array(0)

/** One line of numbers, token by token. Comments are `#` to the end of the line, and `/* … *\/`, also over several lines. */
export class BltLine {
  bytes: Uint8Array = NONE
  at = 0
  end = 0
  /** From 1. */
  number = 0
  #isInComment = false

  open(bytes: Uint8Array, begin: number, end: number): void {
    this.bytes = bytes
    this.at = begin
    this.end = end
    this.number++
  }

  /** Moves to the next token. @returns whether the line has one more. */
  next(): boolean {
    for (;;) {
      if (this.#isInComment && !this.#leaveComment()) return false
      while (this.at < this.end && isBlank(this.bytes[this.at])) this.at++
      if (this.at >= this.end || this.bytes[this.at] === HASH) return false
      if (this.bytes[this.at] !== SLASH || this.bytes[this.at + 1] !== STAR) return true
      this.#isInComment = true
      this.at += 2
    }
  }

  peek(): number | undefined {
    return this.at < this.end ? this.bytes[this.at] : undefined
  }

  /** Reads a whole number, and leaves the place behind it. @throws {BallotFileError} syntax */
  integer(what: string): number {
    const { bytes, end } = this
    let at = this.at
    let value = 0
    for (
      let digit = (bytes[at] ?? 0) - ZERO;
      at < end && digit >= 0 && digit <= 9;
      digit = (bytes[++at] ?? 0) - ZERO
    )
      value = 10 * value + digit
    if (at === this.at) this.refuse(`${what} is expected, and not ${this.token()}.`)
    this.at = at
    return value
  }

  /** A number must be a token of its own. */
  endToken(): void {
    if (this.at < this.end && !isBlank(this.bytes[this.at]) && this.bytes[this.at] !== HASH)
      this.refuse(`${this.token()} is no whole number.`)
  }

  /** The token around here, for a message. */
  token(): string {
    let [begin, end] = [this.at, this.at]
    while (begin > 0 && !endsToken(this.bytes[begin - 1])) begin--
    while (end < this.end && !endsToken(this.bytes[end])) end++
    return quoteBytes(this.bytes, begin, end)
  }

  refuse(reason: string): never {
    return refuseFile('syntax', this.number, reason)
  }

  #leaveComment(): boolean {
    while (this.at < this.end && !(this.bytes[this.at] === STAR && this.bytes[this.at + 1] === SLASH))
      this.at++
    if (this.at >= this.end) return false
    this.at += 2
    this.#isInComment = false
    return true
  }
}

function endsToken(byte: number | undefined): boolean {
  return isBlank(byte) || byte === LF
}
