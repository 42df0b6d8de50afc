import { expect, test } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import type { Database, Doc, StoredDoc, WriteOutcome } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import { makeBallot, makeElection } from '../testing/election-fixture.ts'
import { storeBallots } from './store-ballots.ts'

const election = makeElection()
const [ballot, other] = [makeBallot(election), makeBallot(election)]
const id = ballot._id
const conflict: WriteOutcome = { kind: 'conflict', id }

/** A database that answers as told and notes what it was asked to write. */
function scripted(script: { first: WriteOutcome[]; leaves?: StoredDoc[]; again?: WriteOutcome }): {
  database: Database
  rewritten: Doc[]
  planted: StoredDoc[]
} {
  const rewritten: Doc[] = []
  const planted: StoredDoc[] = []
  const answers: Partial<Database> = {
    writeAll: () => Promise.resolve(script.first),
    leaves: () => Promise.resolve(script.leaves ?? []),
    write: (doc) => {
      rewritten.push(doc)
      return Promise.resolve(script.again ?? { kind: 'unacknowledged', id })
    },
    plant: (docs) => {
      planted.push(...docs)
      return Promise.resolve()
    },
  }
  return { database: answers as Database, rewritten, planted }
}

const store = (database: Database, ballots: Ballot[] = [ballot], logged = false): Promise<unknown> =>
  storeBallots(database, ballots, () => logged)

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
  const leaves = [{ ...ballot, _rev: '1-a' }]
  const durable = scripted({ first: [conflict], leaves, again: { kind: 'written', id, rev: '2-b' } })
  expect(await store(durable.database)).toEqual([{ kind: 'stored', rev: '2-b' }])
  expect(durable.rewritten).toEqual([{ ...ballot, _rev: '1-a' }])
  const doubtful = scripted({ first: [conflict], leaves, again: { kind: 'unacknowledged', id } })
  expect(await store(doubtful.database)).toEqual([{ kind: 'unavailable' }])
})

test('a ballot that the committed log has is stored without another write', async () => {
  const { database, rewritten } = scripted({ first: [conflict], leaves: [{ ...ballot, _rev: '1-a' }] })
  expect(await store(database, [ballot], true)).toEqual([{ kind: 'stored', rev: '1-a' }])
  expect(rewritten).toEqual([])
})

test('the log’s word is not enough where the ballot itself has gone', async () => {
  const garbage = { _id: id, _rev: '1-z', body: 'garbage' }
  const { database, planted } = scripted({
    first: [conflict],
    leaves: [garbage],
    again: { kind: 'written', id, rev: '2-c' },
  })
  expect(await store(database, [ballot], true)).toEqual([{ kind: 'stored', rev: '2-c' }])
  expect(planted).toMatchObject([ballot])
})

test('garbage at the id is never taken for the ballot', async () => {
  const forged = { ...other, _id: id, _rev: '1-z' }
  const { database, planted, rewritten } = scripted({
    first: [conflict],
    leaves: [forged],
    again: { kind: 'written', id, rev: '2-c' },
  })
  expect(await store(database)).toEqual([{ kind: 'stored', rev: '2-c' }])
  expect(planted).toHaveLength(1)
  expect(rewritten).toEqual([{ ...ballot, _rev: planted[0]?._rev }])
})

test('a document that cannot be read keeps its own ballot waiting and none of its neighbours', async () => {
  const { database } = scripted({ first: [conflict, { kind: 'written', id: other._id, rev: '1-b' }] })
  database.leaves = () => Promise.reject(new CouchError('unavailable', 'GET /x: no answer'))
  expect(await store(database, [ballot, other])).toEqual([
    { kind: 'unavailable' },
    { kind: 'stored', rev: '1-b' },
  ])
})
