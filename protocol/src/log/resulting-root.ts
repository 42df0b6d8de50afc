import { LogFrontier } from './frontier.ts'
import type { Peak } from './frontier.ts'
import type { MerkleTree } from './tree.ts'

/**
 * The root that `tree` would have after `leaves`, without touching it: a batch is named by the root it leads to before
 * anybody knows whether it will be committed.
 */
export function resultingRoot(tree: MerkleTree, leaves: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const frontier = new LogFrontier(peaksOf(tree))
  for (const leaf of leaves) frontier.append(leaf)
  return frontier.root()
}

/** The complete subtrees that the tree is made of, left to right: one for each bit of its size. */
function peaksOf(tree: MerkleTree): Peak[] {
  const peaks: Peak[] = []
  let begin = 0
  for (let level = Math.floor(Math.log2(tree.size)); level >= 0; level--) {
    const span = 2 ** level
    if (begin + span > tree.size) continue
    peaks.push({ level, hash: tree.node(level, begin / span) })
    begin += span
  }
  return peaks
}
