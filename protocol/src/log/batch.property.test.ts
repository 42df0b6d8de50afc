import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '#crypto'
import { fromBase64url, toBase64url, utf8 } from '../bytes.ts'
import { ProtocolError } from '../errors.ts'
import type { Batch } from './batch.ts'
import { appendBatch, batchId, sortLeaves } from './batch.ts'
import { hashNode } from './merkle.ts'
import { TILE_WIDTH, fullTiles } from './tile.ts'
import { MerkleTree } from './tree.ts'

const label = fc.nat(10_000)
const batches = fc
  .uniqueArray(label, { minLength: 1, maxLength: 40 })
  .chain((labels) => fc.array(fc.nat(labels.length), { maxLength: 4 }).map((cuts) => cut(labels, cuts)))

describe('batches', () => {
  it('lead any reader to the same log', () => {
    fc.assert(
      fc.property(batches, (groups) => {
        const writer = new MerkleTree()
        const documents = groups.map((labels) => write(writer, labels))
        const reader = new MerkleTree()
        for (const document of documents) appendBatch(reader, document)
        expect(reader.root()).toEqual(writer.root())
      }),
    )
  })

  it('do not tell the order of arrival', () => {
    fc.assert(
      fc.property(fc.uniqueArray(label, { minLength: 1 }), (labels) => {
        expect(write(new MerkleTree(), [...labels].reverse())).toEqual(write(new MerkleTree(), labels))
      }),
    )
  })

  it('are refused out of their place', () => {
    fc.assert(
      fc.property(batches, (groups) => {
        fc.pre(groups.length > 1)
        const writer = new MerkleTree()
        const documents = groups.map((labels) => write(writer, labels))
        expect(() => appendBatch(new MerkleTree(), documents[1])).toThrow(ProtocolError)
      }),
    )
  })
})

describe('tiles', () => {
  it('together give the root, and are the same whichever way the log grew', () => {
    const tree = new MerkleTree()
    for (let index = 0; index < 3 * TILE_WIDTH; index++) tree.append(sha256(utf8(String(index))))
    const [first, second, third, ...rest] = fullTiles(tree, 'e', 0, tree.size)
    expect(rest).toEqual([])
    const nodes = [first, second, third].map((tile) => rootOf(fromBase64url(tile?.hashes ?? '')))
    const [a = EMPTY, b = EMPTY, c = EMPTY] = nodes
    expect(hashNode(hashNode(a, b), c)).toEqual(tree.root())
    const steps = [0, 100, 256, 257, 700, 768]
    const grown = steps.slice(1).flatMap((to, index) => fullTiles(tree, 'e', steps[index] ?? 0, to))
    expect(grown).toEqual([first, second, third])
  })
})

const EMPTY = new Uint8Array(32)

function write(tree: MerkleTree, labels: readonly number[]): Batch {
  const previous = { size: tree.size, root: toBase64url(tree.root()) }
  const hashes = sortLeaves(labels.map((number) => toBase64url(sha256(utf8(`ballot ${number}`)))))
  for (const hash of hashes) tree.append(fromBase64url(hash))
  return { _id: batchId(tree.root()), previous, hashes }
}

function cut<T>(items: readonly T[], cuts: readonly number[]): T[][] {
  const places = [0, ...[...cuts].sort((a, b) => a - b), items.length]
  return places
    .slice(1)
    .map((end, index) => items.slice(places[index], end))
    .filter((part) => part.length > 0)
}

/** The root over the 256 hashes of one tile. */
function rootOf(tile: Uint8Array): Uint8Array {
  let level = Array.from({ length: TILE_WIDTH }, (_, index) => tile.subarray(32 * index, 32 * index + 32))
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, index) =>
      hashNode(level[2 * index] ?? EMPTY, level[2 * index + 1] ?? EMPTY),
    )
  return level[0] ?? EMPTY
}
