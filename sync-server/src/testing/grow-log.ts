import { sha256 } from '#crypto'
import { toBase64url } from '#protocol/bytes'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { MerkleTree } from '#protocol/log/tree'
import type { LiveElection } from '../elections/live-election.ts'
import type { ElectionFixture } from './election-fixture.ts'

/** Gives a live election a log of `size` leaves, which are the same in every log, and its signed head. */
export function growLog(
  live: LiveElection,
  size: number,
  { keys, manifestHash }: ElectionFixture,
): Checkpoint {
  const leaves = Array.from({ length: size }, (_, index) => sha256(Uint8Array.of(index)))
  const tree = new MerkleTree()
  for (const leaf of leaves) tree.append(leaf)
  const checkpoint = { size, root: tree.root() }
  const fresh = leaves.slice(live.log.tree.size).map(toBase64url)
  if (fresh.length > 0) live.log.extend([fresh], checkpoint)
  const note = signCheckpoint(checkpoint, logOrigin(live.id, manifestHash), keys.log)
  live.setHead({ _id: `head:${live.id}`, _rev: `${size}-h`, note }, checkpoint)
  return checkpoint
}
