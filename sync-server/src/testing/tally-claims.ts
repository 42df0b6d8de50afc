import { expect } from 'vitest'
import { fromBase64url, toBase64url } from '#protocol/bytes'
import { fullTiles } from '#protocol/log/tile'
import { MerkleTree } from '#protocol/log/tree'
import { slotOf, Tally } from '#protocol/tally/tally'
import type { TallyWorld } from './tally-world.ts'

/** What must be true of every world at every moment, whatever has crashed in it. */
export function expectOneLog(world: TallyWorld): void {
  const log = world.sealedLog()
  const tree = treeOf(log)
  expect(world.seal ? { size: world.seal.size, root: world.seal.root } : undefined).toEqual(
    world.seal && { size: log.length, root: toBase64url(tree.root()) },
  )
  for (const { size, root } of world.signed) {
    expect(size).toBeLessThanOrEqual(log.length)
    expect(toBase64url(root)).toBe(toBase64url(tree.root(size)))
  }
  const slots = log.map((hash) => slotOf(world.ballot(hash).body))
  expect(new Set(log).size).toBe(log.length)
  expect(new Set(slots).size).toBe(log.length)
  expectResultOfLog(world, log)
}

/** What must be true once nothing is under way: everything sealed is shown. */
export function expectAllShown(world: TallyWorld): void {
  expectOneLog(world)
  const log = world.sealedLog()
  expect(world.head?.size ?? 0).toBe(log.length)
  expect(world.result?.size ?? 0).toBe(log.length)
  for (const tile of fullTiles(treeOf(log), world.manifest.election, 0, log.length))
    expect(world.store.winner(tile._id)?.hashes).toBe(tile.hashes)
}

/** The close names the whole log, and every stored ballot is in the log, beside another of its slot, or refused. */
export function expectClosed(world: TallyWorld): void {
  expectAllShown(world)
  const log = world.sealedLog()
  const close = world.close?.body
  expect(close).toMatchObject({ size: log.length, root: toBase64url(treeOf(log).root()) })
  expect(world.result).toMatchObject({ size: log.length, amendments: close?.amendments })
  const refused = close?.refused.map((row) => row.leafHash) ?? []
  const slots = new Set(log.map((hash) => slotOf(world.ballot(hash).body)))
  const stored = world.store.ids().filter((id) => id.startsWith('ballot:'))
  const left = stored.map((id) => id.slice('ballot:'.length)).filter((hash) => !log.includes(hash))
  for (const hash of left)
    if (!refused.includes(hash)) expect(slots).toContain(slotOf(world.ballot(hash).body))
  expect(left).toEqual(expect.arrayContaining(refused))
}

function expectResultOfLog(world: TallyWorld, log: readonly string[]): void {
  const { result } = world
  if (!result) return
  const tally = new Tally(world.manifest)
  for (const hash of log.slice(0, result.size)) tally.add(world.ballot(hash).body)
  expect(result).toMatchObject({ ...tally.count(), root: toBase64url(treeOf(log).root(result.size)) })
}

function treeOf(hashes: readonly string[]): MerkleTree {
  const tree = new MerkleTree()
  for (const hash of hashes) tree.append(fromBase64url(hash, 32))
  return tree
}
