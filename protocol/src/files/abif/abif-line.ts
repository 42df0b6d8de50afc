import { refuseFile } from '../ballot-file.ts'
import type { NameTable } from '../name-table.ts'
import {
  BACKSLASH,
  CLOSE_SQUARE,
  COLON,
  COMMA,
  decodeText,
  EQUALS,
  GREATER,
  HASH,
  isBlank,
  isDigit,
  OPEN_SQUARE,
  QUOTE,
  quoteBytes,
  skipBlanks,
  SLASH,
  STAR,
  ZERO,
} from '../text.ts'

const NONE = new Uint8Array(0)

/** One line of an ABIF file, token by token. */
export class AbifLine {
  bytes: Uint8Array = NONE
  at = 0
  end = 0
  /** From 1. */
  number = 0

  open(bytes: Uint8Array, begin: number, end: number): void {
    this.bytes = bytes
    this.end = end
    this.number++
    this.at = skipBlanks(bytes, begin, end)
  }

  /** The next byte that is no space; undefined at the end of the line, and at a comment. */
  peek(): number | undefined {
    this.at = skipBlanks(this.bytes, this.at, this.end)
    const byte = this.at < this.end ? this.bytes[this.at] : undefined
    return byte === HASH ? undefined : byte
  }

  /** Takes the next byte, when it is `byte`. */
  take(byte: number): boolean {
    if (this.peek() !== byte) return false
    this.at++
    return true
  }

  /** @throws {BallotFileError} syntax */
  integer(what: string): number {
    if (!isDigit(this.peek())) this.refuse(`${what} is expected, and not ${this.rest()}.`)
    let value = 0
    for (; this.at < this.end && isDigit(this.bytes[this.at]); this.at++)
      value = 10 * value + (this.bytes[this.at] ?? 0) - ZERO
    return value
  }

  /** Reads a candidate: bare, in brackets, or in quotes. @throws {BallotFileError} */
  candidate(table: NameTable): number {
    const byte = this.peek()
    if (byte === OPEN_SQUARE) return table.find(this.bytes, ...this.#bracketed(), this.number)
    if (byte === QUOTE) return this.#quoted(table)
    const begin = this.at
    while (this.at < this.end && !endsBare(this.bytes[this.at])) this.at++
    if (this.at === begin) this.refuse(`a candidate is expected, and not ${this.rest()}.`)
    return table.find(this.bytes, begin, this.at, this.number)
  }

  /** The text that is left, for a message. */
  rest(): string {
    return this.at >= this.end ? 'the end of the line' : quoteBytes(this.bytes, this.at, this.end)
  }

  refuse(reason: string): never {
    return refuseFile('syntax', this.number, reason)
  }

  /** Where the text in brackets begins and ends. */
  #bracketed(): [number, number] {
    const begin = skipBlanks(this.bytes, this.at + 1, this.end)
    const close = this.bytes.indexOf(CLOSE_SQUARE, this.at)
    if (close < 0 || close >= this.end) this.refuse('a bracket is never closed.')
    this.at = close + 1
    let end = close
    while (end > begin && isBlank(this.bytes[end - 1])) end--
    return [Math.min(begin, end), end]
  }

  #quoted(table: NameTable): number {
    const begin = this.at
    let at = begin + 1
    let isEscaped = false
    for (; at < this.end && this.bytes[at] !== QUOTE; at++)
      if (this.bytes[at] === BACKSLASH) {
        isEscaped = true
        at++
      }
    if (at >= this.end) this.refuse('a quote is never closed.')
    this.at = at + 1
    if (!isEscaped) return table.find(this.bytes, begin + 1, at, this.number)
    const text = decodeText(this.bytes, begin + 1, at, this.number)
    return table.findText(text.replaceAll(/\\(.)/g, '$1'), this.number)
  }
}

function endsBare(byte: number | undefined): boolean {
  return (
    isBlank(byte) ||
    byte === GREATER ||
    byte === EQUALS ||
    byte === COMMA ||
    byte === SLASH ||
    byte === COLON ||
    byte === STAR ||
    byte === HASH ||
    byte === QUOTE ||
    byte === OPEN_SQUARE ||
    byte === CLOSE_SQUARE
  )
}
