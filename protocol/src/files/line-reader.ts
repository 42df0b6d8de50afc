import { LF } from './text.ts'

/**
 * Hands the lines of a block over, each by where it begins and ends without its line feed.
 *
 * @returns how far the block was read: a last line without a line feed is whole only when nothing comes after.
 */
export function eachLine(
  bytes: Uint8Array,
  isLast: boolean,
  take: (begin: number, end: number) => void,
): number {
  let begin = 0
  for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, begin)) {
    take(begin, end)
    begin = end + 1
  }
  if (!isLast || begin === bytes.length) return begin
  take(begin, bytes.length)
  return bytes.length
}
