import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '#crypto'
import { utf8 } from '../bytes.ts'
import { EMPTY_ROOT, hashNode, verifyConsistency, verifyInclusion } from './merkle.ts'
import { MerkleTree } from './tree.ts'

const SIZE = 70
const leaves = Array.from({ length: SIZE }, (_, index) => sha256(utf8(`leaf ${index}`)))
const tree = new MerkleTree()
for (const leaf of leaves) tree.append(leaf)
const sizes = Array.from({ length: SIZE + 1 }, (_, size) => size)
const roots = sizes.map((size) => tree.root(size))

describe('the tree', () => {
  it('has the root that RFC 6962 §2.1 defines, at every size', () => {
    for (const size of sizes) expect(tree.root(size)).toEqual(definedRoot(leaves.slice(0, size)))
  })

  it('has the roots of the past, when it has grown', () => {
    const growing = new MerkleTree()
    for (const size of sizes.slice(0, -1)) {
      expect(growing.root()).toEqual(roots[size])
      growing.append(leafAt(size))
    }
  })

  it('takes no leaf of another length and proves nothing beyond its size', () => {
    const small = new MerkleTree()
    expect(() => small.append(new Uint8Array(31))).toThrow(RangeError)
    expect(() => small.append(new Uint8Array(64))).toThrow(RangeError)
    expect(small.size).toBe(0)
    for (const prove of [
      () => tree.root(71),
      () => tree.inclusionProof(3, 3),
      () => tree.consistencyProof(4, 3),
    ])
      expect(prove).toThrow(RangeError)
  })
})

describe('inclusion', () => {
  it('is proved for every leaf of every size, and for no neighbour', () => {
    for (const size of sizes) {
      for (let index = 0; index < size; index++) {
        const hashes = tree.inclusionProof(index, size)
        expect(verifyInclusion({ index, size, hashes }, leafAt(index), rootAt(size))).toBe(true)
        for (const other of [index - 1, index + 1, index ^ 1, size])
          expect(
            other !== index && verifyInclusion({ index: other, size, hashes }, leafAt(index), rootAt(size)),
          ).toBe(false)
      }
    }
  })

  it('is not proved by anything altered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: SIZE }), fc.nat(), fc.nat(), fc.nat(), (size, at, part, bit) => {
        const index = at % size
        const hashes = tree.inclusionProof(index, size)
        const parts = [leafAt(index), rootAt(size), ...hashes]
        const altered = parts.map((hash, number) =>
          number === part % parts.length ? flipped(hash, bit) : hash,
        )
        const [leaf = EMPTY_ROOT, root = EMPTY_ROOT, ...path] = altered
        expect(verifyInclusion({ index, size, hashes: path }, leaf, root)).toBe(false)
        expect(verifyInclusion({ index, size, hashes: hashes.slice(1) }, leafAt(index), rootAt(size))).toBe(
          false,
        )
        const longer = [...hashes, leafAt(0)]
        expect(verifyInclusion({ index, size, hashes: longer }, leafAt(index), rootAt(size))).toBe(false)
      }),
    )
  })

  it('is not proved for inner nodes, or by hashes of another length', () => {
    for (let size = 2; size <= SIZE; size++) {
      const hashes = tree.inclusionProof(0, size)
      const node = hashNode(leafAt(0), hashes[0] ?? EMPTY_ROOT)
      expect(verifyInclusion({ index: 0, size, hashes: hashes.slice(1) }, node, rootAt(size))).toBe(false)
    }
    const joined = Uint8Array.of(...leafAt(0), ...leafAt(1))
    expect(verifyInclusion({ index: 0, size: 1, hashes: [] }, joined.subarray(0, 31), rootAt(1))).toBe(false)
    expect(verifyInclusion({ index: 0, size: 2, hashes: [joined] }, leafAt(0), rootAt(2))).toBe(false)
  })

  it.each([NaN, 0.5, -1, Infinity, 1.5])('is false for an index of %s', (index) => {
    expect(verifyInclusion({ index, size: 3, hashes: tree.inclusionProof(1, 3) }, leafAt(1), rootAt(3))).toBe(
      false,
    )
  })
})

describe('consistency', () => {
  it('is proved between all sizes, and to no other root', () => {
    for (const to of sizes) {
      for (let from = 0; from <= to; from++) {
        const hashes = tree.consistencyProof(from, to)
        expect(verifyConsistency(head(from), head(to), hashes)).toBe(true)
        if (from === to) continue
        expect(verifyConsistency(head(to), head(from), hashes)).toBe(false)
        expect(verifyConsistency({ size: from, root: flipped(rootAt(from), to) }, head(to), hashes)).toBe(
          false,
        )
        expect(
          from > 0 && verifyConsistency(head(from), { size: to, root: flipped(rootAt(to), from) }, hashes),
        ).toBe(false)
      }
    }
  })

  it('is not proved by anything altered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: SIZE }), fc.nat(), fc.nat(), fc.nat(), (to, start, part, bit) => {
        const from = 1 + (start % (to - 1))
        const hashes = tree.consistencyProof(from, to)
        const altered = hashes.map((hash, number) =>
          number === part % hashes.length ? flipped(hash, bit) : hash,
        )
        expect(verifyConsistency(head(from), head(to), altered)).toBe(false)
        expect(verifyConsistency(head(from), head(to), hashes.slice(1))).toBe(false)
        expect(verifyConsistency(head(from), head(to), hashes.slice(0, -1))).toBe(false)
        expect(verifyConsistency(head(from), head(to), [...hashes, leafAt(0)])).toBe(false)
      }),
    )
  })

  it('shows a log whose past was rewritten', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), (to, start, changed) => {
        const from = 1 + (start % (to - 1))
        const forged = new MerkleTree()
        leaves
          .slice(0, to)
          .forEach((leaf, index) => forged.append(index === changed % from ? leafAt(69) : leaf))
        const hashes = forged.consistencyProof(from, to)
        expect(verifyConsistency(head(from), { size: to, root: forged.root() }, hashes)).toBe(false)
      }),
    )
  })
})

/** RFC 6962 §2.1, word for word. */
function definedRoot(entries: readonly Uint8Array[]): Uint8Array {
  const [only] = entries
  if (!only) return sha256()
  if (entries.length === 1) return only
  let k = 1
  while (k * 2 < entries.length) k *= 2
  return sha256(Uint8Array.of(1), definedRoot(entries.slice(0, k)), definedRoot(entries.slice(k)))
}

function head(size: number): { size: number; root: Uint8Array } {
  return { size, root: rootAt(size) }
}

function leafAt(index: number): Uint8Array {
  return leaves[index] ?? EMPTY_ROOT
}

function rootAt(size: number): Uint8Array {
  return roots[size] ?? EMPTY_ROOT
}

function flipped(hash: Uint8Array, bit: number): Uint8Array {
  return hash.map((byte, index) => (index === (bit >> 3) % 32 ? byte ^ (1 << (bit & 7)) : byte))
}
