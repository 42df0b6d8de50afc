import { describe, expect, it } from 'vitest'
import { ancestryOf, leavesBelow, leavesOf, revisionsOf, type RevisionNode } from './revision-tree.ts'

const node = (hash: string, ...children: RevisionNode[]): RevisionNode => [
  hash,
  { status: 'available' },
  children,
]
const deleted = (hash: string): RevisionNode => [hash, { status: 'available', deleted: true }, []]

/** 1-a – 2-b – 3-c, 1-a – 2-d (deleted), and beside them 1-z. */
const TREE = [
  { pos: 1, ids: node('a', node('b', node('c')), deleted('d')) },
  { pos: 1, ids: node('z') },
]

describe('a revision tree', () => {
  const revisions = revisionsOf(TREE)
  const revs = (list: readonly { rev: string }[]): string[] => list.map(({ rev }) => rev)

  it('has the winner as its first leaf: live, then long, then greatest', () => {
    expect(revs(leavesOf(revisions))).toEqual(['3-c', '1-z', '2-d'])
    const same = revisionsOf([
      { pos: 1, ids: node('x') },
      { pos: 1, ids: node('y') },
    ])
    expect(revs(leavesOf(same))).toEqual(['1-y', '1-x'])
  })

  it('leads from a leaf back to its root', () => {
    const [winner] = leavesOf(revisions)
    expect(winner && revs(ancestryOf(winner))).toEqual(['3-c', '2-b', '1-a'])
  })

  it('finds the leaves below a revision', () => {
    expect(revs(leavesBelow(revisions, '1-a'))).toEqual(['3-c', '2-d'])
    expect(revs(leavesBelow(revisions, '1-z'))).toEqual(['1-z'])
    expect(leavesBelow(revisions, '9-never')).toEqual([])
  })

  it('may be deeper than the stack', () => {
    let chain = node('leaf')
    for (let depth = 0; depth < 50_000; depth += 1) chain = node(`h${depth}`, chain)
    expect(leavesOf(revisionsOf([{ pos: 1, ids: chain }]))).toMatchObject([{ rev: '50001-leaf' }])
  })
})
