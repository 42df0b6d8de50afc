import { fromBase64url, toBase64url } from '../bytes.ts'
import type { Decoded } from '../decode.ts'
import { arrayOf, base64url, integer, object, text } from '../decode.ts'
import { refuse } from '../errors.ts'
import type { Manifest } from '../formats/manifest.ts'
import type { Checkpoint } from './checkpoint.ts'
import { checkCheckpoint, MAX_NOTE_LENGTH } from './checkpoint.ts'
import { verifyConsistency, verifyInclusion } from './merkle.ts'
import type { MerkleTree } from './tree.ts'

const proof = object({
  index: integer(0, Number.MAX_SAFE_INTEGER),
  checkpoint: text(MAX_NOTE_LENGTH),
  hashes: arrayOf(base64url(32), { max: 53 }),
})

/** That one ballot is in the log: its index, a signed note, and the audit path. */
export type InclusionProof = Decoded<typeof proof>

/** @param note the signed checkpoint of `size` leaves. */
export function proveInclusion(tree: MerkleTree, index: number, size: number, note: string): InclusionProof {
  return { index, checkpoint: note, hashes: tree.inclusionProof(index, size).map(toBase64url) }
}

/**
 * Checks a proof from nothing but the manifest and the ballot's leaf hash.
 *
 * @param leafHash base64url.
 * @returns the checkpoint that the proof leads to.
 * @throws {ProtocolError} malformed | wrong-manifest | bad-signature | bad-proof
 */
export function checkInclusionProof(value: unknown, leafHash: string, manifest: Manifest): Checkpoint {
  const { index, checkpoint: note, hashes } = proof(value, 'proof')
  const checkpoint = checkCheckpoint(note, manifest)
  const path = { index, size: checkpoint.size, hashes: hashes.map((hash) => fromBase64url(hash, 32)) }
  if (!verifyInclusion(path, fromBase64url(leafHash, 32), checkpoint.root))
    refuse('bad-proof', 'the ballot is not in the log')
  return checkpoint
}

const size = integer(0, Number.MAX_SAFE_INTEGER)
const consistency = object({ from: size, to: size, hashes: arrayOf(base64url(32), { max: 54 }) })

/** That a log of `to` ballots begins with what it was at `from`. */
export type ConsistencyProof = Decoded<typeof consistency>

/** @throws {RangeError} the log is shorter, or `from` is more than `to`. */
export function proveConsistency(tree: MerkleTree, from: number, to: number): ConsistencyProof {
  return { from, to, hashes: tree.consistencyProof(from, to).map(toBase64url) }
}

/**
 * Checks that the log of the later checkpoint begins with that of the earlier one.
 *
 * @throws {ProtocolError} malformed | bad-proof
 */
export function checkConsistencyProof(value: unknown, earlier: Checkpoint, later: Checkpoint): void {
  const { from, to, hashes } = consistency(value, 'consistency')
  if (from !== earlier.size || to !== later.size) refuse('malformed', 'the proof is of other checkpoints')
  const path = hashes.map((hash) => fromBase64url(hash, 32))
  if (!verifyConsistency(earlier, later, path))
    refuse('bad-proof', 'the log does not begin with the earlier one')
}
