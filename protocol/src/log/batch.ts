import { fromBase64url, toBase64url } from '../bytes.ts'
import type { Decoded } from '../decode.ts'
import { arrayOf, base64url, integer, object, text } from '../decode.ts'
import { refuse } from '../errors.ts'
import { checkAddress } from '../signed.ts'
import type { MerkleTree } from './tree.ts'

export const MAX_BATCH = 1000

const batchDocument = object(
  {
    _id: text(60),
    previous: object({ size: integer(0, Number.MAX_SAFE_INTEGER), root: base64url(32) }),
    hashes: arrayOf(base64url(32), { min: 1, max: MAX_BATCH }),
  },
  { _rev: text(200) },
)

/** The leaf hashes that take the log from `previous` to the root in the `_id`: content-addressed, so writing it twice is harmless. */
export type Batch = Omit<Decoded<typeof batchDocument>, '_rev'>

/** A log that leaves are added to, however much of it is kept. */
export interface GrowingLog {
  readonly size: number
  readonly root: () => Uint8Array
  readonly append: (leaf: Uint8Array) => void
}

export function batchId(root: Uint8Array): string {
  return `batch:${toBase64url(root)}`
}

/** Leaves of one batch enter the log sorted by hash, so that the order tells nothing about arrival. */
export function sortLeaves(leafHashes: readonly string[]): string[] {
  return leafHashes
    .map((hash) => ({ hash, bytes: fromBase64url(hash, 32) }))
    .sort((a, b) => compareBytes(a.bytes, b.bytes))
    .map((leaf) => leaf.hash)
}

/**
 * Appends a batch to `tree` after checking that it follows.
 *
 * @throws {ProtocolError} malformed | bad-chain, when it follows another log | bad-address, when it leads to another
 *   root than its `_id` names; `tree` is then of no further use.
 */
export function appendBatch(tree: GrowingLog, value: unknown): Batch {
  const batch = parseBatch(value)
  const { previous } = batch
  if (previous.size !== tree.size || previous.root !== toBase64url(tree.root()))
    refuse('bad-chain', 'the batch follows another log')
  for (const hash of batch.hashes) tree.append(fromBase64url(hash, 32))
  checkAddress(batch, batchId(tree.root()))
  return batch
}

/**
 * What of `batch` comes after the end of `tree`. Two talliers can reach one root by different splits, and the batch that
 * is stored under it may begin before the end of a log that took the other split.
 *
 * @throws {ProtocolError} bad-chain, when the leaves that both have differ.
 */
export function continueBatch(tree: MerkleTree, batch: Batch): Batch {
  const { previous, hashes } = batch
  const known = tree.size - previous.size
  if (known <= 0) return batch
  const isSame = (hash: string, offset: number): boolean =>
    hash === toBase64url(tree.leaf(previous.size + offset))
  if (known >= hashes.length || !hashes.slice(0, known).every(isSame))
    return refuse('bad-chain', 'the batch is of another log')
  return {
    ...batch,
    previous: { size: tree.size, root: toBase64url(tree.root()) },
    hashes: hashes.slice(known),
  }
}

/** @throws {ProtocolError} malformed */
export function parseBatch(value: unknown): Batch {
  const { _id, previous, hashes } = batchDocument(value, 'batch')
  const bytes = hashes.map((hash) => fromBase64url(hash, 32))
  const sorted = bytes.every((hash, index) => index === 0 || compareBytes(bytes[index - 1] ?? hash, hash) < 0)
  if (!sorted) refuse('malformed', 'the hashes of a batch must be sorted and distinct')
  return { _id, previous, hashes }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
