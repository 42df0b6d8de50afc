import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { CouchError } from '../couch/couch.ts'
import { followElection, loadElection } from '../elections/election-feed.ts'
import { FakeDatabase } from '../testing/fake-database.ts'
import { TallyWorld } from '../testing/tally-world.ts'
import { LoggedSlots } from './logged-slots.ts'

const log = pino({ level: 'silent' })

/** A gateway beside an election that is counted elsewhere, and the ids of the ballots whose slots it noted. */
async function gatewayBeside(world: TallyWorld, wasChecked: (leafHash: string) => boolean = () => false) {
  const database = new FakeDatabase(world.store)
  const { election, manifest } = world
  const live = await loadElection(database, manifest.election, election.manifestHash, log)
  const taken: string[] = []
  const slots = { take: ({ _id }: { _id: string }) => void taken.push(_id) }
  const readMany = vi.spyOn(database, 'readMany')
  const open = (): LoggedSlots => new LoggedSlots({ live, database, slots, wasChecked })
  const stop = new AbortController()
  void followElection(live, database, stop.signal, log)
  return { live, taken, readMany, open, stop }
}

async function worldWith(ballots: number): Promise<TallyWorld> {
  const world = new TallyWorld()
  await world.time.advanceTo('2026-05-01T09:00:00Z')
  world.start()
  await cast(world, ballots)
  return world
}

async function cast(world: TallyWorld, ballots: number): Promise<void> {
  for (let ballot = 0; ballot < ballots; ballot++) world.cast()
  await world.time.advanceBy(3000)
}

const idsOf = (world: TallyWorld): string[] => world.sealedLog().map((leafHash) => `ballot:${leafHash}`)

test('every ballot of the log is read once: at the start those that are there, then those of each head', async () => {
  const world = await worldWith(3)
  const { taken, readMany, open } = await gatewayBeside(world)
  const logged = open()
  await logged.idle()
  expect(taken).toEqual(idsOf(world))
  await cast(world, 2)
  await logged.idle()
  expect(taken).toEqual(idsOf(world))
  const read = readMany.mock.calls.flatMap(([ids]) => ids).filter((id) => id.startsWith('ballot:'))
  expect(read).toEqual(taken)
})

test('what this process has accepted itself is not read again', async () => {
  const world = await worldWith(3)
  const [own, ...others] = idsOf(world)
  const { taken, open } = await gatewayBeside(world, (leafHash) => `ballot:${leafHash}` === own)
  await open().idle()
  expect(taken).toEqual(others)
})

test('what cannot be read now is read with the next head', async () => {
  const world = await worldWith(2)
  const { taken, readMany, open } = await gatewayBeside(world)
  readMany.mockRejectedValueOnce(new CouchError('unavailable', 'away'))
  const logged = open()
  await logged.idle()
  expect(taken).toEqual([])
  await cast(world, 1)
  await logged.idle()
  expect(taken).toEqual(idsOf(world))
})

test('once closed it reads nothing more', async () => {
  const world = await worldWith(2)
  const { taken, open } = await gatewayBeside(world)
  const logged = open()
  await logged.close()
  const before = taken.length
  await cast(world, 1)
  await logged.idle()
  expect(taken).toHaveLength(before)
})
