import { parseStrictJson } from '#protocol/json'

/** One document of a bundle, as it stands there. */
export interface BundleLine {
  /** From 1. */
  readonly number: number
  readonly text: string
}

/** What is given is no bundle: nothing can be said of any election. */
export class NotABundle extends Error {
  override readonly name = 'NotABundle'
}

/** The longest document is a manifest, of a million canonical bytes. */
const LONGEST_LINE = 4_000_000
const DOCUMENT = /^\{"_id":"([a-z]+):/
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The lines of a bundle, one after another, however its bytes are cut.
 *
 * @throws {NotABundle} a line is longer than any document, or no UTF-8, or the last one does not end.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BundleLine> {
  let rest = Buffer.alloc(0)
  let number = 0
  for await (const chunk of chunks) {
    let bytes = Buffer.concat([rest, chunk])
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      number++
      yield { number, text: decode(bytes.subarray(0, end), number) }
      bytes = bytes.subarray(end + 1)
    }
    if (bytes.length > LONGEST_LINE) throw new NotABundle(`Line ${number + 1} is too long for a document.`)
    rest = bytes
  }
  if (rest.length > 0) throw new NotABundle(`It breaks off in line ${number + 1}: the rest of it is missing.`)
}

/** What the document in a line is, such as `ballot`; undefined for what is none. */
export function kindOf({ text }: BundleLine): string | undefined {
  return DOCUMENT.exec(text)?.[1]
}

/** @throws {ProtocolError} malformed */
export function parseLine({ text }: BundleLine): unknown {
  return parseStrictJson(text)
}

function decode(bytes: Uint8Array, number: number): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new NotABundle(`Line ${number} is no text in UTF-8.`)
  }
}
