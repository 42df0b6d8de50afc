import { describe, expect, test } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import type { Database, Doc, StoredDoc, WriteOutcome } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import { makeBallot, makeElection } from '../testing/election-fixture.ts'
import { storeBallots } from './store-ballots.ts'

const election = makeElection()
const [ballot, other, third] = [makeBallot(election), makeBallot(election), makeBallot(election)]
const id = ballot._id
const conflict: WriteOutcome = { kind: 'conflict', id }

/** A database that answers as told and notes what it was asked to write. */
function scripted(script: {
  first: WriteOutcome[]
  leaves?: (StoredDoc[] | undefined)[]
  again?: WriteOutcome[]
}): {
  database: Database
  rewritten: Doc[]
  planted: StoredDoc[]
  asked: string[]
} {
  const rewritten: Doc[] = []
  const planted: StoredDoc[] = []
  const asked: string[] = []
  const answers: Partial<Database> = {
    writeAll: (docs) => {
      if (docs.length === 0) return Promise.resolve([])
      asked.push(`write ${docs.length}`)
      if (asked.length === 1) return Promise.resolve(script.first)
      rewritten.push(...docs)
      return Promise.resolve(script.again ?? docs.map((doc) => ({ kind: 'unacknowledged', id: doc._id })))
    },
    leavesOfMany: (ids) => {
      if (ids.length > 0) asked.push(`read ${ids.length}`)
      return Promise.resolve(script.leaves ?? ids.map(() => []))
    },
    plant: (docs) => {
      planted.push(...docs)
      return Promise.resolve()
    },
  }
  return { database: answers as Database, rewritten, planted, asked }
}

const store = (database: Database, ballots: Ballot[] = [ballot], isDurable = false): Promise<unknown> =>
  storeBallots(database, ballots, () => isDurable)

test('only a durable write is stored: an accepted row is not, and does not hurt its neighbour', async () => {
  const { database } = scripted({
    first: [
      { kind: 'written', id, rev: '1-a' },
      { kind: 'unacknowledged', id: other._id },
    ],
  })
  expect(await store(database, [ballot, other])).toEqual([
    { kind: 'stored', rev: '1-a' },
    { kind: 'unavailable' },
  ])
})

test('on a conflict with its own content a ballot is stored only once rewriting it is durable', async () => {
  const leaves = [[{ ...ballot, _rev: '1-a' }]]
  const durable = scripted({ first: [conflict], leaves, again: [{ kind: 'written', id, rev: '2-b' }] })
  expect(await store(durable.database)).toEqual([{ kind: 'stored', rev: '2-b' }])
  expect(durable.rewritten).toEqual([{ ...ballot, _rev: '1-a' }])
  const doubtful = scripted({ first: [conflict], leaves, again: [{ kind: 'unacknowledged', id }] })
  expect(await store(doubtful.database)).toEqual([{ kind: 'unavailable' }])
})

test('a ballot that is known to be durable is stored without another write', async () => {
  const { database, rewritten } = scripted({ first: [conflict], leaves: [[{ ...ballot, _rev: '1-a' }]] })
  expect(await store(database, [ballot], true)).toEqual([{ kind: 'stored', rev: '1-a' }])
  expect(rewritten).toEqual([])
})

test('that word is not enough where the ballot itself has gone', async () => {
  const garbage = { _id: id, _rev: '1-z', body: 'garbage' }
  const { database, planted } = scripted({
    first: [conflict],
    leaves: [[garbage]],
    again: [{ kind: 'written', id, rev: '2-c' }],
  })
  expect(await store(database, [ballot], true)).toEqual([{ kind: 'stored', rev: '2-c' }])
  expect(planted).toMatchObject([ballot])
})

test('garbage at the id is never taken for the ballot', async () => {
  const forged = { ...other, _id: id, _rev: '1-z' }
  const { database, planted, rewritten } = scripted({
    first: [conflict],
    leaves: [[forged]],
    again: [{ kind: 'written', id, rev: '2-c' }],
  })
  expect(await store(database)).toEqual([{ kind: 'stored', rev: '2-c' }])
  expect(planted).toHaveLength(1)
  expect(rewritten).toEqual([{ ...ballot, _rev: planted[0]?._rev }])
})

test('a batch that comes again is read once and written once', async () => {
  const ballots = Array.from({ length: 20 }, () => makeBallot(election))
  const outcomes = (kind: 'conflict' | 'written'): WriteOutcome[] =>
    ballots.map(({ _id }) => (kind === 'written' ? { kind, id: _id, rev: '2-b' } : { kind, id: _id }))
  const { database, asked } = scripted({
    first: outcomes('conflict'),
    leaves: ballots.map((each) => [{ ...each, _rev: '1-a' }]),
    again: outcomes('written'),
  })
  expect(await store(database, ballots)).toEqual(ballots.map(() => ({ kind: 'stored', rev: '2-b' })))
  expect(asked).toEqual(['write 20', 'read 20', 'write 20'])
})

describe('a ballot that cannot be settled keeps none of its neighbours waiting', () => {
  const first: WriteOutcome[] = [
    conflict,
    { kind: 'conflict', id: other._id },
    { kind: 'written', id: third._id, rev: '1-c' },
  ]
  const twins = [[{ ...ballot, _rev: '1-a' }], [{ ...other, _rev: '1-b' }]]
  const again: WriteOutcome[] = [{ kind: 'written', id: other._id, rev: '2-b' }]
  const outcome = [{ kind: 'unavailable' }, { kind: 'stored', rev: '2-b' }, { kind: 'stored', rev: '1-c' }]
  const away = () => Promise.reject(new CouchError('unavailable', 'no answer'))

  test('because its document cannot be read', async () => {
    const { database } = scripted({ first, leaves: [undefined, twins[1]], again })
    expect(await store(database, [ballot, other, third])).toEqual(outcome)
  })

  test('because its content cannot be planted beside garbage', async () => {
    const { database } = scripted({ first, leaves: [[{ _id: id, _rev: '1-z' }], twins[1]], again })
    database.plant = away
    expect(await store(database, [ballot, other, third])).toEqual(outcome)
  })

  test('because nothing can be read or written any more', async () => {
    const { database } = scripted({ first })
    database.leavesOfMany = away
    const written = [{ kind: 'unavailable' }, { kind: 'unavailable' }, { kind: 'stored', rev: '1-c' }]
    expect(await store(database, [ballot, other, third])).toEqual(written)
  })

  test('but a defect is not hidden', async () => {
    const { database } = scripted({ first, leaves: twins })
    database.leavesOfMany = () => Promise.reject(new TypeError('defect'))
    await expect(store(database, [ballot, other, third])).rejects.toThrow('defect')
  })
})
