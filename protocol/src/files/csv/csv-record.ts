import { refuseFile } from '../ballot-file.ts'
import { decodeText, LF, MINUS, QUOTE, SPACE, TAB, trimEnd } from '../text.ts'

const INCOMPLETE = -1

/**
 * One record of a CSV file (RFC 4180): where each field begins and ends, without the spaces and quotes around it. A line end
 * inside quotes belongs to its field. A quote in the middle of a field is a letter.
 */
export class CsvRecord {
  /** How many fields the record has; one, and that empty, on an empty line. */
  count = 0
  /** The line on which it begins, from 1. */
  line = 1
  bytes: Uint8Array = new Uint8Array(0)
  readonly begins: number[] = []
  readonly ends: number[] = []
  readonly #hasQuotes: boolean[] = []
  readonly #delimiter: number
  #nextLine = 1

  constructor(delimiter: number) {
    this.#delimiter = delimiter
  }

  /** @returns where the next record begins; below zero when this one is not whole. @throws {BallotFileError} syntax */
  read(bytes: Uint8Array, from: number, isLast: boolean): number {
    this.bytes = bytes
    this.count = 0
    const line = this.#nextLine
    let lines = 1
    for (let at = from; ; at++) {
      while (bytes[at] === SPACE || (bytes[at] === TAB && this.#delimiter !== TAB)) at++
      const isQuoted = bytes[at] === QUOTE
      const end = isQuoted ? this.#closing(bytes, at, isLast, line + lines - 1) : this.#unquotedEnd(bytes, at)
      if (end === INCOMPLETE) return INCOMPLETE
      if (isQuoted) lines += countLines(bytes, at, end)
      this.#keep(isQuoted ? at + 1 : at, isQuoted ? end : trimEnd(bytes, at, end), isQuoted)
      at = isQuoted ? this.#unquotedEnd(bytes, end + 1) : end
      if (isQuoted && trimEnd(bytes, end + 1, at) > end + 1)
        refuseFile('syntax', line + lines - 1, 'letters follow a closing quote.')
      if (at >= bytes.length && !isLast) return INCOMPLETE
      if (at < bytes.length && bytes[at] !== LF) continue
      this.line = line
      this.#nextLine += lines
      return at + 1
    }
  }

  /** Nothing, or `-`. */
  isEmpty(field: number): boolean {
    const begin = this.begins[field] ?? 0
    const length = (this.ends[field] ?? 0) - begin
    return length === 0 || (length === 1 && this.bytes[begin] === MINUS)
  }

  hasQuotes(field: number): boolean {
    return this.#hasQuotes[field] === true
  }

  text(field: number): string {
    const text = decodeText(this.bytes, this.begins[field] ?? 0, this.ends[field] ?? 0, this.line)
    return this.#hasQuotes[field] ? text.replaceAll('""', '"') : text
  }

  texts(): string[] {
    return Array.from({ length: this.count }, (_, field) => this.text(field).trim())
  }

  #keep(begin: number, end: number, isQuoted: boolean): void {
    this.begins[this.count] = begin
    this.ends[this.count] = end
    this.#hasQuotes[this.count++] = isQuoted
  }

  #unquotedEnd(bytes: Uint8Array, from: number): number {
    let at = from
    while (at < bytes.length && bytes[at] !== this.#delimiter && bytes[at] !== LF) at++
    return at
  }

  #closing(bytes: Uint8Array, open: number, isLast: boolean, line: number): number {
    let close = bytes.indexOf(QUOTE, open + 1)
    while (close >= 0 && bytes[close + 1] === QUOTE) close = bytes.indexOf(QUOTE, close + 2)
    if (close >= 0 && (isLast || close + 1 < bytes.length)) return close
    return isLast ? refuseFile('syntax', line, 'a quote is never closed.') : INCOMPLETE
  }
}

function countLines(bytes: Uint8Array, begin: number, end: number): number {
  let lines = 0
  for (let at = bytes.indexOf(LF, begin); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1)) lines++
  return lines
}
