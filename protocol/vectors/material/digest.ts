import { createHash } from 'node:crypto'
import { concatBytes } from '#protocol/bytes'

/** A hash by Node's own code, so that a vector does not rest on what it tests. */
export function digest(hash: string, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    createHash(hash)
      .update(concatBytes(...parts))
      .digest(),
  )
}
