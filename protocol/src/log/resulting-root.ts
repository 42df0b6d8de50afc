import { EMPTY_ROOT, hashNode } from './merkle.ts'
import type { MerkleTree } from './tree.ts'

interface Peak {
  readonly level: number
  readonly hash: Uint8Array
}

/**
 * The root that `tree` would have after `leaves`, without touching it: a batch is named by the root it leads to before
 * anybody knows whether it will be committed.
 */
export function resultingRoot(tree: MerkleTree, leaves: readonly Uint8Array[]): Uint8Array {
  const peaks = peaksOf(tree)
  for (const leaf of leaves) {
    let peak: Peak = { level: 0, hash: leaf }
    for (let left = peaks.at(-1); left?.level === peak.level; left = peaks.at(-1)) {
      peaks.pop()
      peak = { level: peak.level + 1, hash: hashNode(left.hash, peak.hash) }
    }
    peaks.push(peak)
  }
  const hashes = peaks.map((peak) => peak.hash)
  return hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => hashNode(left, right))
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
