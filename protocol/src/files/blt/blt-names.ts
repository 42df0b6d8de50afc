import { refuseFile } from '../ballot-file.ts'
import {
  CR,
  decodeText,
  HASH,
  isBlank,
  isDigit,
  LF,
  QUOTE,
  quoteBytes,
  SLASH,
  skipBlanks,
  STAR,
  trimEnd,
} from '../text.ts'

const INCOMPLETE = -1

/**
 * The quoted strings at the end of a file: names, title, remarks. A quote inside one is doubled; a lone one counts as a
 * letter where more of the name follows on its line, as in `"Jo "Red" Smith"`. A string may hold line ends, but no line of it
 * begins with a lone quote: that is the next string, and this one was never closed.
 */
export class BltNames {
  readonly strings: { readonly text: string; readonly line: number }[] = []
  readonly #most: number
  #line: number

  /** @param line the one that begins where reading begins. @param unquoted how many of them may stand without quotes. */
  constructor(line: number, unquoted: number) {
    this.#line = line
    this.#most = unquoted
  }

  /** The line that is read next. */
  get line(): number {
    return this.#line
  }

  /** @returns how far it came: the rest is not whole yet. */
  read(bytes: Uint8Array, from: number, isLast: boolean): number {
    let at = from
    for (;;) {
      at = this.#skip(bytes, at, isLast)
      if (at >= bytes.length) return bytes.length
      const end = bytes[at] === QUOTE ? this.#quoted(bytes, at, isLast) : this.#unquoted(bytes, at, isLast)
      if (end === INCOMPLETE) return at
      at = end
    }
  }

  /** Past spaces, line ends and comments. */
  #skip(bytes: Uint8Array, from: number, isLast: boolean): number {
    let at = from
    for (; at < bytes.length; at++) {
      if (bytes[at] === LF) this.#line++
      else if (bytes[at] === HASH) {
        const end = bytes.indexOf(LF, at)
        if (end < 0) return isLast ? bytes.length : at
        at = end - 1
      } else if (!isBlank(bytes[at])) break
    }
    return at
  }

  #quoted(bytes: Uint8Array, begin: number, isLast: boolean): number {
    let lines = 0
    for (let at = begin + 1; at < bytes.length; at++) {
      if (bytes[at] === LF) {
        lines++
        if (bytes[at + 1] === QUOTE && bytes[at + 2] !== QUOTE && at + 2 < bytes.length) break
      } else if (bytes[at] === QUOTE) {
        if (bytes[at + 1] === QUOTE) at++
        else if (closes(bytes, at + 1)) {
          if (!isLast && skipBlanks(bytes, at + 1, bytes.length) === bytes.length) return INCOMPLETE
          return this.#keep(decodeText(bytes, begin + 1, at, this.#line).replaceAll('""', '"'), at + 1, lines)
        }
      }
      if (at === bytes.length - 1 && !isLast) return INCOMPLETE
    }
    if (!isLast && bytes.length - begin < 2) return INCOMPLETE
    return refuseFile('syntax', this.#line, 'a quote is never closed.')
  }

  #unquoted(bytes: Uint8Array, begin: number, isLast: boolean): number {
    const lineEnd = bytes.indexOf(LF, begin)
    if (lineEnd < 0 && !isLast) return INCOMPLETE
    const end = lineEnd < 0 ? bytes.length : lineEnd
    if (this.strings.length >= this.#most || isDigit(bytes[begin]) || bytes[begin] === SLASH)
      refuseFile(
        'syntax',
        this.#line,
        `a name in quotes is expected, and not ${quoteBytes(bytes, begin, end)}.`,
      )
    const comment = bytes.subarray(begin, end).indexOf(HASH)
    const last = trimEnd(bytes, begin, comment >= 0 ? begin + comment : end)
    return this.#keep(decodeText(bytes, begin, last, this.#line), end, 0)
  }

  #keep(text: string, next: number, lines: number): number {
    this.strings.push({ text, line: this.#line })
    this.#line += lines
    return next
  }
}

/** Whether a quote before `from` ends its string: nothing else of a name follows on the line. */
function closes(bytes: Uint8Array, from: number): boolean {
  const at = skipBlanks(bytes, from, bytes.length)
  const next = at < bytes.length ? bytes[at] : LF
  return (
    next === LF ||
    next === CR ||
    next === QUOTE ||
    next === HASH ||
    (next === SLASH && bytes[at + 1] === STAR)
  )
}
