import { pino } from 'pino'
import { afterEach, expect, it, vi } from 'vitest'
import type { StoredDoc } from '../couch/couch.ts'
import { FakeDatabase } from '../testing/fake-database.ts'
import type { RunningTallier } from '../testing/tally-world.ts'
import { TallyWorld } from '../testing/tally-world.ts'
import { followElection, loadElection } from './election-feed.ts'
import type { LiveElection } from './live-election.ts'

const log = pino({ level: 'silent' })
const stop = new AbortController()
afterEach(() => vi.restoreAllMocks())

interface Counted {
  readonly world: TallyWorld
  readonly tallier: RunningTallier
  readonly count: (ballots: number) => Promise<void>
}

async function countedWorld(): Promise<Counted> {
  const world = new TallyWorld()
  await world.time.advanceTo('2026-05-01T09:00:00Z')
  const tallier = world.start()
  const count = async (ballots: number): Promise<void> => {
    for (let ballot = 0; ballot < ballots; ballot++) world.cast()
    await world.time.advanceBy(3000)
  }
  return { world, tallier, count }
}

function load({ election, store }: TallyWorld): Promise<LiveElection> {
  return loadElection(new FakeDatabase(store), election.manifest.body.election, election.manifestHash, log)
}

it('an election is whole as soon as it is known: head, result, and a proof of every counted ballot', async () => {
  const { world, count } = await countedWorld()
  for (const ballots of [3, 2]) await count(ballots)
  const live = await load(world)
  expect(live.head?.checkpoint).toEqual(world.head)
  expect(live.result?.body).toEqual(world.result)
  expect(world.sealedLog().map((leafHash) => live.log.indexOf(leafHash))).toEqual([0, 1, 2, 3, 4])
})

it('following begins where the feed stands, and not with every ballot that was ever cast', async () => {
  const { world, count } = await countedWorld()
  await count(3)
  const live = await load(world)
  const database = new FakeDatabase(world.store)
  const changes = vi.spyOn(database, 'changes')
  const { updateSeq } = await database.info()
  void followElection(live, database, stop.signal, log)
  await count(2)
  expect(changes.mock.calls[0]?.[0].since).toBe(updateSeq)
  expect(live.head?.checkpoint).toEqual(world.head)
})

it('a batch that was altered is not taken, and the log is right again once the batch is', async () => {
  const { world, tallier, count } = await countedWorld()
  await count(3)
  // It would put the batch back.
  await world.stop(tallier)
  const id = String(world.seal?.batch)
  const batch = world.store.winner(id) ?? expect.fail(id)
  const hashes = (batch['hashes'] as string[]).slice(1)
  world.store.write({ ...batch, hashes })
  const live = await load(world)
  expect(live.head).toBeUndefined()
  expect(live.log.tree.size).toBe(0)
  world.store.write({ ...(world.store.winner(id) as StoredDoc), hashes: batch['hashes'] })
  void followElection(live, new FakeDatabase(world.store), stop.signal, log)
  world.start()
  await count(1)
  expect(live.head?.checkpoint).toEqual(world.head)
})

it('an altered batch changes nothing of what is known: a proof of every ballot under the last head stays', async () => {
  const { world, tallier, count } = await countedWorld()
  await count(3)
  const live = await load(world)
  const known = { root: live.log.tree.root(), head: live.head }
  await count(3)
  await world.stop(tallier)
  const id = String(world.seal?.['batch'])
  const batch = world.store.winner(id) ?? expect.fail(id)
  for (const change of [
    { hashes: [...(batch['hashes'] as string[]).slice(0, 2)] },
    { hashes: [...world.sealedLog().slice(0, 3)].sort() },
    { previous: { size: 9, root: (batch['previous'] as { root: string }).root } },
    // Back to the beginning, over a batch that is none of this log.
    { previous: { size: 0, root: (batch['previous'] as { root: string }).root } },
  ]) {
    world.store.write({ ...batch, _rev: world.store.winner(id)?._rev ?? '', ...change })
    void followElection(live, new FakeDatabase(world.store), stop.signal, log)
    await count(0)
    expect(live.head).toEqual(known.head)
    expect(live.log.tree.size).toBe(3)
    expect(live.log.tree.root()).toEqual(known.root)
  }
  world.store.write({ ...batch, _rev: world.store.winner(id)?._rev ?? '' })
  void followElection(live, new FakeDatabase(world.store), stop.signal, log)
  await count(0)
  expect(live.head?.checkpoint).toEqual(world.head)
  expect(world.sealedLog().map((leafHash) => live.log.indexOf(leafHash))).toEqual([0, 1, 2, 3, 4, 5])
})

it('an election whose log is not all there is known with its hours, and whole once the rest has come', async () => {
  const { world, tallier, count } = await countedWorld()
  await count(3)
  // It would put the batch back.
  await world.stop(tallier)
  world.amend({ closes: '2026-05-01T20:00:00Z' })
  const id = String(world.seal?.['batch'])
  const batch = world.store.winner(id) ?? expect.fail(id)
  world.store.remove(id)
  const live = await load(world)
  expect(live.schedule.closes).toBe('2026-05-01T20:00:00Z')
  expect(live.head).toBeUndefined()
  await expect(followElection(live, new FakeDatabase(world.store), stop.signal, log)).rejects.toThrow(
    'a batch of the log',
  )
  world.store.plant(batch)
  void followElection(live, new FakeDatabase(world.store), stop.signal, log)
  await count(0)
  expect(live.head?.checkpoint).toEqual(world.head)
  expect(live.result?.body.size).toBe(3)
})
