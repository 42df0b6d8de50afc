import { concatBytes, toBase64url } from '../bytes.ts'
import type { Decoded } from '../decode.ts'
import { base64url, object, text } from '../decode.ts'
import { refuse } from '../errors.ts'
import { HASH_BYTES } from './merkle.ts'
import type { MerkleTree } from './tree.ts'

/** C2SP tlog-tiles: a full tile is 256 hashes of one level; level L of tiles is level 8·L of the tree. */
export const TILE_WIDTH = 256
const TILE_HEIGHT = 8

const tileDocument = object(
  { _id: text(200), hashes: base64url(TILE_WIDTH * HASH_BYTES) },
  { _rev: text(200) },
)
const TILE_ID = /^tile:([a-z][a-z0-9-]{0,62}):(\d|[1-5]\d|6[0-3]):(0|[1-9]\d{0,15})$/

/** `hashes`: 256 of 32 bytes, joined, base64url. */
export type Tile = Omit<Decoded<typeof tileDocument>, '_rev'>

export function tileId(election: string, level: number, index: number): string {
  return `tile:${election}:${level}:${index}`
}

/**
 * Reads a tile. It proves nothing by itself: compare it with the log.
 *
 * @throws {ProtocolError} malformed | bad-address
 */
export function parseTile(
  value: unknown,
  election: string,
): { readonly document: Tile; readonly level: number; readonly index: number } {
  const { _id, hashes } = tileDocument(value, 'tile')
  const [, name, level, index] = TILE_ID.exec(_id) ?? []
  if (name !== election) refuse('bad-address', 'it is no address of a tile of this election')
  return { document: { _id, hashes }, level: Number(level), index: Number(index) }
}

/** The full tiles that a log of `to` leaves has and one of `from` leaves had not. A full tile never changes. */
export function fullTiles(tree: MerkleTree, election: string, from: number, to: number): Tile[] {
  const tiles: Tile[] = []
  for (let level = 0; ; level++) {
    const span = 2 ** (TILE_HEIGHT * (level + 1))
    if (span > to) return tiles
    for (let index = Math.floor(from / span); index < Math.floor(to / span); index++) {
      tiles.push({ _id: tileId(election, level, index), hashes: tileHashes(tree, level, index) })
    }
  }
}

/** One full tile, or undefined while the log does not fill it. */
export function fullTile(tree: MerkleTree, election: string, level: number, index: number): Tile | undefined {
  const span = 2 ** (TILE_HEIGHT * (level + 1))
  if ((index + 1) * span > tree.size) return undefined
  return { _id: tileId(election, level, index), hashes: tileHashes(tree, level, index) }
}

/**
 * The first `width` hashes of a tile, joined, in the log of `size` leaves; undefined where it has not as many.
 *
 * @param size at most that of `tree`.
 */
export function tileBytes(
  tree: MerkleTree,
  size: number,
  { level, index, width }: { readonly level: number; readonly index: number; readonly width: number },
): Uint8Array<ArrayBuffer> | undefined {
  const first = index * TILE_WIDTH
  if (first + width > Math.floor(size / 2 ** (TILE_HEIGHT * level))) return undefined
  const nodes = Array.from({ length: width }, (_, offset) => tree.node(TILE_HEIGHT * level, first + offset))
  return concatBytes(...nodes)
}

function tileHashes(tree: MerkleTree, level: number, index: number): string {
  const bytes = tileBytes(tree, tree.size, { level, index, width: TILE_WIDTH })
  return toBase64url(bytes ?? refuse('malformed', 'the log has no such tile'))
}
