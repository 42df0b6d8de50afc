import { beforeEach, describe, expect, test } from 'vitest'
import type { Database, Doc, WriteOutcome } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import { LiveElection } from '../elections/live-election.ts'
import { makeBallot, makeElection } from '../testing/election-fixture.ts'
import { BallotBox, LONGEST_TAKING_MS } from './ballot-box.ts'
import { CheckedBallots } from './checked-ballots.ts'
import { TakenSlots } from './taken-slots.ts'

const fixture = makeElection()

let now: Date
let write: (docs: readonly Doc[]) => Promise<WriteOutcome[]>
let told: unknown[]
let box: BallotBox
beforeEach(() => {
  now = new Date('2026-05-01T12:00:00Z')
  told = []
  const database: Partial<Database> = {
    writeAll: (docs) => write(docs),
    leaves: () => Promise.resolve([]),
  }
  box = new BallotBox({
    election: new LiveElection({ ...fixture.manifest, _rev: '1-a' }),
    database: database as Database,
    checked: new CheckedBallots(),
    slots: new TakenSlots(() => undefined),
    gateway: fixture.keys.receipts,
    clock: () => now,
    count: () => undefined,
    onError: (error) => told.push(error),
  })
})

const outcomes = (kind: 'written' | 'unacknowledged') => (docs: readonly Doc[]) =>
  Promise.resolve(
    docs.map(({ _id: id }): WriteOutcome => (kind === 'written' ? { kind, id, rev: '1-a' } : { kind, id })),
  )

async function push(ballots = 1): Promise<string[]> {
  const rows = Array.from({ length: ballots }, () => ({ kind: 'read', value: makeBallot(fixture) }) as const)
  return (await box.take(rows)).map(({ kind }) => kind)
}

describe('a database that stores nothing', () => {
  test.each([
    ['acknowledges no row, as on a full disk', outcomes('unacknowledged')],
    ['cannot be spoken to', () => Promise.reject(new CouchError('unauthorized', 'POST _bulk_docs: 401'))],
  ])(
    'because it %s is told of once, shows for some seconds, and is forgotten once it stores',
    async (_, failing) => {
      write = failing
      expect(await push(2)).toEqual(['unavailable', 'unavailable'])
      expect(await push()).toEqual(['unavailable'])
      expect(box.isStoring).toBe(false)
      expect(told).toHaveLength(1)
      // Nobody is sent here any more, and then somebody has to try again.
      now = new Date(now.getTime() + 11_000)
      expect(box.isStoring).toBe(true)
      await push()
      expect(box.isStoring).toBe(false)
      expect(told).toHaveLength(1)
      write = outcomes('written')
      expect(await push()).toEqual(['accepted'])
      expect(box.isStoring).toBe(true)
      write = failing
      await push()
      expect(told).toHaveLength(2)
    },
  )

  test('is none where one ballot of a batch is stored', async () => {
    write = async (docs) =>
      [
        ...(await outcomes('written')(docs.slice(1))),
        ...(await outcomes('unacknowledged')(docs.slice(0, 1))),
      ].reverse()
    expect((await push(2)).sort()).toEqual(['accepted', 'unavailable'])
    expect(box.isStoring).toBe(true)
    expect(told).toEqual([])
  })
})

test('what is told of a failure names no ballot', async () => {
  write = outcomes('unacknowledged')
  await push()
  expect(String(told[0])).not.toMatch(/ballot:/)
})

test('what takes longer than the closing waits is not acknowledged', async () => {
  const took = async (milliseconds: number): Promise<string[]> => {
    write = async (docs) => {
      now = new Date(now.getTime() + milliseconds)
      return outcomes('written')(docs)
    }
    return push()
  }
  expect(await took(LONGEST_TAKING_MS)).toEqual(['accepted'])
  expect(await took(LONGEST_TAKING_MS + 1)).toEqual(['unavailable'])
})
