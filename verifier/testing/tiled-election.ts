import { fromBase64url } from '#protocol/bytes'
import { TILE_WIDTH, fullTiles } from '#protocol/log/tile'
import { MerkleTree } from '#protocol/log/tree'
import { set } from '../../protocol/vectors/material/vector.ts'
import type { Doc, Office } from './finished-election.ts'
import { leavesOf, publish, vote } from './finished-election.ts'

let drawn: readonly Doc[] | undefined

/** An election with as many ballots as fill a tile, and the tile among its papers. */
export function tiledElection(): readonly Doc[] {
  return (drawn ??= withTile(Array.from({ length: TILE_WIDTH }, (_, voter) => vote(voter, {}))))
}

/** The same, with two hashes of the tile in each other's place. */
export function withEditedTile(): Doc[] {
  return tiledElection().map((document) => {
    const { _id, hashes } = document
    if (!_id.startsWith('tile:') || typeof hashes !== 'string') return document
    const bytes = fromBase64url(hashes)
    const swapped = Buffer.concat([bytes.subarray(32, 64), bytes.subarray(0, 32), bytes.subarray(64)])
    return set(document, ['hashes'], swapped.toString('base64url')) as Doc
  })
}

function withTile(ballots: Office['batches'][number]): Doc[] {
  const tree = new MerkleTree()
  for (const leaf of leavesOf(ballots)) tree.append(fromBase64url(leaf, 32))
  const [manifest, ...rest] = publish({
    batches: [ballots],
    issued: ballots.length,
    roll: ballots.length,
  })
  const tiles = fullTiles(tree, 'board-2026', 0, tree.size).map((tile) => ({ ...tile }))
  return [...(manifest ? [manifest] : []), ...tiles, ...rest]
}
