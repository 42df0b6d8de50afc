import { expect, test } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import { makeBallot, makeElection } from '../testing/election-fixture.ts'
import { GroupCommit } from './group-commit.ts'
import type { Storing } from './store-ballots.ts'

const election = makeElection()
const ballots = Array.from({ length: 5 }, () => makeBallot(election))
const [first, second, third] = ballots as [Ballot, Ballot, Ballot]

const NOW = Date.parse('2026-05-01T12:00:00Z')
const SOON = NOW + 1000

function portsOf(store: (ballots: readonly Ballot[]) => Promise<Storing[]>, now = (): number => NOW) {
  return { store, onFailure: () => undefined, clock: () => new Date(now()) }
}

/** A store whose writes end when the test says so. */
function heldStore() {
  const batches: { ids: string[]; finish: (storings?: Storing[]) => void; fail: () => void }[] = []
  let arrived: () => void = () => undefined
  let next = new Promise<void>((resolve) => (arrived = resolve))
  const store = (written: readonly Ballot[]): Promise<Storing[]> =>
    new Promise((resolve, reject) => {
      const stored = written.map(({ _id }): Storing => ({ kind: 'stored', rev: `1-${_id}` }))
      batches.push({
        ids: written.map(({ _id }) => _id),
        finish: (storings = stored) => resolve(storings),
        fail: () => reject(new Error('the database is away')),
      })
      arrived()
      next = new Promise<void>((again) => (arrived = again))
    })
  return { store, batches, nextBatch: () => next }
}

test('ballots that arrive while a batch is being written share the next one', async () => {
  const held = heldStore()
  const commit = new GroupCommit(portsOf(held.store))
  const writes = [commit.write(first, SOON)]
  await held.nextBatch()
  const arriving = held.nextBatch()
  writes.push(commit.write(second, SOON), commit.write(third, SOON))
  held.batches[0]?.finish()
  await arriving
  expect(held.batches.map((batch) => batch.ids)).toEqual([[first._id], [second._id, third._id].sort()])
  held.batches[1]?.finish()
  expect(await Promise.all(writes)).toEqual(
    [first, second, third].map(({ _id }) => ({ kind: 'stored', rev: `1-${_id}` })),
  )
})

test('a write keeps to itself in which order its ballots came', async () => {
  const sorted = ballots.toSorted((a, b) => (a._id < b._id ? -1 : 1))
  for (const arriving of [sorted, sorted.toReversed()]) {
    const held = heldStore()
    const commit = new GroupCommit(portsOf(held.store))
    const written = held.nextBatch()
    const writes = arriving.map((ballot) => commit.write(ballot, SOON))
    await written
    held.batches[0]?.finish()
    await Promise.all(writes)
    expect(held.batches.map(({ ids }) => ids)).toEqual([sorted.map(({ _id }) => _id)])
  }
})

test('the same ballot from two connections is one row, and both are answered', async () => {
  const held = heldStore()
  const commit = new GroupCommit(portsOf(held.store))
  const writes = [commit.write(first, SOON), commit.write(first, SOON)]
  await held.nextBatch()
  held.batches[0]?.finish()
  expect((await Promise.all(writes)).map(({ kind }) => kind)).toEqual(['stored', 'stored'])
  expect(held.batches[0]?.ids).toEqual([first._id])
})

test('a batch that fails is unavailable for each of its ballots, and the next batch goes on', async () => {
  const held = heldStore()
  const commit = new GroupCommit(portsOf(held.store))
  const lost = commit.write(first, SOON)
  await held.nextBatch()
  held.batches[0]?.fail()
  expect(await lost).toEqual({ kind: 'unavailable' })
  const arriving = held.nextBatch()
  const kept = commit.write(second, SOON)
  await arriving
  held.batches[1]?.finish()
  expect((await kept).kind).toBe('stored')
})

test('past its limit it refuses at once instead of queueing', async () => {
  const held = heldStore()
  const commit = new GroupCommit(portsOf(held.store), { maxBatch: 1, maxWaiting: 2 })
  const writes = ballots.slice(0, 2).map((ballot) => commit.write(ballot, SOON))
  expect(await commit.write(third, SOON)).toEqual({ kind: 'unavailable' })
  await held.nextBatch()
  const arriving = held.nextBatch()
  held.batches[0]?.finish()
  await arriving
  held.batches[1]?.finish()
  await Promise.all(writes)
})

test('idle waits for what is in flight', async () => {
  const held = heldStore()
  const commit = new GroupCommit(portsOf(held.store))
  let stored = false
  const write = commit.write(first, SOON).then(() => (stored = true))
  await held.nextBatch()
  const idle = commit.idle().then(() => expect(stored).toBe(true))
  held.batches[0]?.finish()
  await Promise.all([write, idle])
})

test('what is durable only after its time is not acknowledged, and what has not begun by then is not written', async () => {
  const held = heldStore()
  let now = NOW
  const commit = new GroupCommit(portsOf(held.store, () => now))
  const late = commit.write(first, SOON)
  await held.nextBatch()
  const waiting = commit.write(second, SOON)
  const arriving = held.nextBatch()
  const inTime = commit.write(third, SOON + 60_000)
  now = SOON + 1
  held.batches[0]?.finish()
  await arriving
  held.batches[1]?.finish()
  expect(await late).toEqual({ kind: 'unavailable' })
  expect(await waiting).toEqual({ kind: 'unavailable' })
  expect((await inTime).kind).toBe('stored')
  expect(held.batches.map(({ ids }) => ids)).toEqual([[first._id], [third._id]])
})

test('a failure to store is told, not only answered', async () => {
  const held = heldStore()
  const failures: unknown[] = []
  const commit = new GroupCommit({ ...portsOf(held.store), onFailure: (error) => failures.push(error) })
  const write = commit.write(first, SOON)
  await held.nextBatch()
  held.batches[0]?.fail()
  await write
  expect(failures).toEqual([new Error('the database is away')])
})
