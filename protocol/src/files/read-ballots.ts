import { concatBytes } from '../bytes.ts'
import { AbifReader } from './abif/abif-reader.ts'
import type { BallotFile, BallotReader, FileFormat, ReadSettings } from './ballot-file.ts'
import { BltReader } from './blt/blt-reader.ts'
import { CsvReader } from './csv/csv-reader.ts'
import { CvrReader } from './cvr/cvr-reader.ts'
import type { Detected } from './detect-format.ts'
import { detectFormat, HEAD_BYTES } from './detect-format.ts'
import { PreflibReader } from './preflib/preflib-reader.ts'
import { ReaderFeed } from './reader-feed.ts'
import { CR, LF } from './text.ts'

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const

/**
 * Reads a file of ballots, told by its content, in one pass. Of a file of any length only its different ballots, and one
 * line, are kept.
 *
 * @param settingsOf what to make of the ballots of a format.
 * @throws {BallotFileError} where and why it cannot be read.
 */
export async function readBallots(
  chunks: AsyncIterable<Uint8Array>,
  settingsOf: (format: FileFormat) => ReadSettings,
): Promise<BallotFile> {
  const reading = new BallotReading(settingsOf)
  for await (const chunk of chunks) reading.push(chunk)
  return reading.finish()
}

/** The same for bytes that are pushed as they come. */
export class BallotReading {
  readonly #settingsOf: (format: FileFormat) => ReadSettings
  #head: Uint8Array[] = []
  #length = 0
  #opened: Opened | undefined

  constructor(settingsOf: (format: FileFormat) => ReadSettings) {
    this.#settingsOf = settingsOf
  }

  /** @throws {BallotFileError} */
  push(chunk: Uint8Array): void {
    if (this.#opened) return this.#opened.push(chunk, false)
    this.#head.push(chunk)
    this.#length += chunk.length
    if (this.#length >= HEAD_BYTES) this.#open().push(this.#takeHead(), false)
  }

  /** @throws {BallotFileError} */
  finish(): BallotFile {
    const opened = this.#opened ?? this.#open()
    opened.push(this.#takeHead(), true)
    return opened.reader.finish()
  }

  #open(): Opened {
    const head = withoutMark(concatBytes(...this.#head))
    this.#head = [head]
    return (this.#opened = openReader(head.subarray(0, HEAD_BYTES), this.#settingsOf))
  }

  #takeHead(): Uint8Array {
    const [head = new Uint8Array(0)] = this.#head
    this.#head = []
    return head
  }
}

/** A reader, and how bytes come to it. */
interface Opened {
  readonly reader: BallotReader
  readonly push: (bytes: Uint8Array, isLast: boolean) => void
}

/** The reader for a file that begins with `head`. @throws {BallotFileError} */
export function openReader(head: Uint8Array, settingsOf: (format: FileFormat) => ReadSettings): Opened {
  // As old Macintosh programs end lines.
  const usesCr = head.includes(CR) && !head.includes(LF)
  const normal = (bytes: Uint8Array): Uint8Array =>
    usesCr ? bytes.map((byte) => (byte === CR ? LF : byte)) : bytes
  const detected = detectFormat(normal(head))
  const reader = readerOf(detected, settingsOf(detected.format))
  const feed = new ReaderFeed(reader)
  return { reader, push: (bytes, isLast) => feed.push(normal(bytes), isLast) }
}

function readerOf({ format, delimiter }: Detected, settings: ReadSettings): BallotReader {
  switch (format) {
    case 'blt':
      return new BltReader(settings)
    case 'abif':
      return new AbifReader(settings)
    case 'csv':
      return new CsvReader(settings, delimiter)
    case 'preflib':
      return new PreflibReader(settings)
    case 'cvr':
      return new CvrReader(settings)
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  const isMarked = BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte)
  return isMarked ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes
}
