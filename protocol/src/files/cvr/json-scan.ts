import {
  BACKSLASH,
  CLOSE_CURLY,
  CLOSE_SQUARE,
  CR,
  LF,
  OPEN_CURLY,
  OPEN_SQUARE,
  QUOTE,
  SPACE,
  TAB,
} from '../text.ts'

/** Nothing in the format is nested deeper than a dozen levels. */
const MAX_DEPTH = 64

/** The value goes on behind the bytes. */
export const INCOMPLETE = -1
/** Nested too deeply. */
export const TOO_DEEP = -2

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && isSpace(bytes[at])) at++
  return at
}

/**
 * Where the JSON value that begins at `from` ends, without reading it: {@link JSON.parse} judges what stands there. The end
 * of a number is known only when something follows it.
 *
 * @returns behind the value, {@link INCOMPLETE} or {@link TOO_DEEP}.
 */
export function endOfValue(bytes: Uint8Array, from: number, isLast: boolean): number {
  let depth = 0
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      at = endOfString(bytes, at)
      if (at < 0) return INCOMPLETE
      if (depth === 0) return at + 1
    } else if (byte === OPEN_CURLY || byte === OPEN_SQUARE) {
      if (++depth > MAX_DEPTH) return TOO_DEEP
    } else if (byte === CLOSE_CURLY || byte === CLOSE_SQUARE) {
      if (depth <= 1) return depth === 0 ? at : at + 1
      depth--
    } else if (depth === 0 && (isSpace(byte) || byte === 0x2c || byte === 0x3a)) return at
  }
  return isLast && depth === 0 ? bytes.length : INCOMPLETE
}

/** @returns the index of the closing quote, or {@link INCOMPLETE}. */
function endOfString(bytes: Uint8Array, open: number): number {
  for (let quote = bytes.indexOf(QUOTE, open + 1); quote >= 0; quote = bytes.indexOf(QUOTE, quote + 1)) {
    let first = quote
    while (bytes[first - 1] === BACKSLASH) first--
    // An even number of backslashes are each other's escapes.
    if ((quote - first) % 2 === 0) return quote
  }
  return INCOMPLETE
}

function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === LF || byte === CR || byte === TAB
}
