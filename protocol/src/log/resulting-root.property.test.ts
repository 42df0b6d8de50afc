import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '#crypto'
import { utf8 } from '../bytes.ts'
import { MerkleTree } from './tree.ts'
import { resultingRoot } from './resulting-root.ts'

function leaves(from: number, to: number): Uint8Array[] {
  return Array.from({ length: to - from }, (_, index) => sha256(utf8(String(from + index))))
}

describe('the root a batch leads to', () => {
  it('is that of the tree once the batch is appended, and the tree is untouched', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (size, batch) => {
        const tree = new MerkleTree()
        for (const leaf of leaves(0, size)) tree.append(leaf)
        const root = resultingRoot(tree, leaves(size, size + batch))
        expect(tree.size).toBe(size)
        for (const leaf of leaves(size, size + batch)) tree.append(leaf)
        expect(root).toEqual(tree.root())
      }),
    )
  })
})
