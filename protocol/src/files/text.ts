import { refuseFile } from './ballot-file.ts'

/** Bytes of ASCII that mean something in these formats. */
export const TAB = 9
export const LF = 10
export const CR = 13
export const SPACE = 32
export const QUOTE = 34
export const HASH = 35
export const OPEN = 40
export const CLOSE = 41
export const STAR = 42
export const COMMA = 44
export const MINUS = 45
export const SLASH = 47
export const ZERO = 48
export const COLON = 58
export const EQUALS = 61
export const GREATER = 62
export const OPEN_SQUARE = 91
export const BACKSLASH = 92
export const CLOSE_SQUARE = 93
export const OPEN_CURLY = 123
export const CLOSE_CURLY = 125

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws {BallotFileError} encoding */
export function decodeText(bytes: Uint8Array, begin: number, end: number, line: number): string {
  try {
    return decoder.decode(bytes.subarray(begin, end))
  } catch {
    return refuseFile('encoding', line, 'this is no text in UTF-8.')
  }
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte < ZERO + 10
}

export function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === CR
}

/** The first place from `at` that holds no space, tab or carriage return. */
export function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isBlank(bytes[at])) at++
  return at
}

/** The bytes of a line without the spaces around it. */
export function trimEnd(bytes: Uint8Array, begin: number, end: number): number {
  while (end > begin && isBlank(bytes[end - 1])) end--
  return end
}

/** What stands somewhere, short enough for a message. */
export function quote(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '\uFFFD')
  return `"${line.length > 40 ? `${line.slice(0, 40)}…` : line}"`
}

/** The same of bytes, which need not be text. */
export function quoteBytes(bytes: Uint8Array, begin: number, end: number): string {
  return quote(new TextDecoder().decode(bytes.subarray(begin, Math.min(end, begin + 200))))
}
