import type { FileFormat } from './ballot-file.ts'
import { refuseFile } from './ballot-file.ts'

/** So much of a file is looked at to tell its format. */
export const HEAD_BYTES = 1 << 16

/** Spaces before a bare value belong to it: what two parts of a pattern may share is tried in every way. */
const ABIF_METADATA =
  /^\{\s*(?:"[\w ]*"|'[\w ]*'|\w[\w ]*?)\s*:(?:\s*"(?:[^"\\]|\\.)*"\s*|\s*'[^']*'\s*|[^{["']*?)\}\s*(?:#.*)?$/
/** Longer than any metadata, and short enough for what the pattern may cost. */
const MOST_METADATA = 2000
const PREFLIB_KEY =
  /^#\s*(?:FILE NAME|TITLE|DESCRIPTION|DATA TYPE|MODIFICATION TYPE|RELATES TO|RELATED FILES|PUBLICATION DATE|MODIFICATION DATE|NUMBER ALTERNATIVES|NUMBER VOTERS|NUMBER UNIQUE ORDERS|ALTERNATIVE NAME \d+)\s*:/
const BLT_HEAD = /^\d+\s+\d+(?:\s*(?:#.*)?|\s+[-(\d/].*)$/
const BLT_BALLOT = /^(?:\d+|\([^)]*\))(?:\s+[\d=()-]+)*\s+0\s*(?:#.*)?$/
const ABIF_BALLOT = /^\d+\s*[:*]/

export interface Detected {
  readonly format: FileFormat
  /** CSV: the byte between two fields. */
  readonly delimiter: number
}

/**
 * Tells a format by what stands at the beginning of a file, without its byte order mark. What is nothing else is CSV, which
 * any text can be; but what looks like another format with a fault in it is read as that, so that the fault is named.
 *
 * @param head at most {@link HEAD_BYTES}.
 * @throws {BallotFileError} empty | encoding | unsuitable
 */
export function detectFormat(head: Uint8Array): Detected {
  refuseBinary(head)
  const lines = new TextDecoder()
    .decode(head)
    .split('\n', 2000)
    .map((line) => line.trim())
  const first = lines.find((line) => line !== '')
  if (first === undefined) return refuseFile('empty', 1, 'the file is empty.')
  const isJson = first.startsWith('{') || first.startsWith('[')
  if (isJson) return ABIF_METADATA.test(first.slice(0, MOST_METADATA)) ? known('abif') : known('cvr')
  if (lines.some((line) => PREFLIB_KEY.test(line))) return known('preflib')
  return detectLines(lines.filter((line) => line !== '' && !line.startsWith('#')))
}

function detectLines(lines: readonly string[]): Detected {
  const [first = '', second = ''] = lines
  if (/^ABIF(?:\s|$)/.test(first) || first.startsWith('=')) return known('abif')
  if (ABIF_BALLOT.test(first)) return known('abif')
  if (/^\d+$/.test(first) && /^\d+\s*,\s*\D/.test(second)) return known('preflib')
  if (BLT_HEAD.test(first) || first.startsWith('/*')) return known('blt')
  const share = (pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length / lines.length
  if (share(BLT_BALLOT) >= 0.3) return known('blt')
  if (share(ABIF_BALLOT) >= 0.3) return known('abif')
  return { format: 'csv', delimiter: delimiterOf(lines) }
}

function known(format: FileFormat): Detected {
  return { format, delimiter: 0 }
}

/** A comma, unless there is none and a spreadsheet's other delimiters are there. */
function delimiterOf(lines: readonly string[]): number {
  const found = [',', ';', '\t'].find((delimiter) => lines.some((line) => line.includes(delimiter)))
  return (found ?? ',').charCodeAt(0)
}

function refuseBinary(head: Uint8Array): void {
  const [first = 0, second = 0] = head
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    refuseFile('encoding', 1, 'this is text in UTF-16: save it as UTF-8.')
  if ((first === 0x50 && second === 0x4b) || (first === 0x1f && second === 0x8b))
    refuseFile('encoding', 1, 'this is a compressed file: unpack it first.')
  const nul = head.indexOf(0)
  if (nul >= 0) refuseFile('encoding', lineOf(head, nul), 'this is no text.')
}

function lineOf(bytes: Uint8Array, at: number): number {
  return bytes.subarray(0, at).filter((byte) => byte === 10).length + 1
}
