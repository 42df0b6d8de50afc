import { beforeAll, expect, test } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import { FakeServer } from '../testing/fake-server.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection } from '../testing/test-election.ts'
import { judgePush } from './judge-push.ts'

const ballot = { _id: `ballot:${'A'.repeat(43)}` } as Ballot
const neighbour = { _id: `ballot:${'B'.repeat(42)}A` } as Ballot

let election: TestElection
let server: FakeServer

beforeAll(async () => {
  election = await makeTestElection('board-2026')
  server = new FakeServer(election, [])
})

function verdictOn(row: unknown): unknown {
  return judgePush([row], [ballot], election.manifest.body).get(ballot._id)
}

test('a row with a sound receipt is received', () => {
  const receipt = server.receiptFor(ballot._id)
  expect(verdictOn({ ok: true, id: ballot._id, rev: '1-a', receipt })).toEqual({ kind: 'received', receipt })
})

test('a refusal with a code is a rejection, and the sentence is kept', () => {
  const reason = 'late: The election is over: since yesterday.'
  expect(verdictOn({ id: ballot._id, error: 'forbidden', reason })).toEqual({
    kind: 'rejected',
    code: 'late',
    sentence: 'The election is over: since yesterday.',
  })
})

test.each([
  ['an unknown row', { ok: true, id: 'ballot:else' }],
  ['a row without a receipt', { ok: true, id: ballot._id }],
  ['unavailable', { id: ballot._id, error: 'unavailable', reason: 'unavailable: Later.' }],
  ['unauthorized, which is about the asker', { id: ballot._id, error: 'unauthorized', reason: 'late: No.' }],
  ['a conflict', { id: ballot._id, error: 'conflict', reason: 'Document update conflict.' }],
  ["the database's own words", { id: ballot._id, error: 'forbidden', reason: 'Only admins may do this.' }],
  ['a refusal without a reason', { id: ballot._id, error: 'forbidden' }],
  ['null', null],
  ['a number', 7],
])('%s settles nothing', (_name, row) => {
  expect(verdictOn(row)).toEqual({ kind: 'unsettled' })
})

test('a receipt counts for its own ballot only', () => {
  const receipt = server.receiptFor(neighbour._id)
  expect(verdictOn({ ok: true, id: ballot._id, receipt })).toEqual({ kind: 'unsettled' })
})

test('rows are matched by id and not by place, and no row decides about another', () => {
  const rows = [
    { id: neighbour._id, error: 'forbidden', reason: 'overvote: Too many.' },
    { ok: true, id: ballot._id, receipt: server.receiptFor(ballot._id) },
  ]
  const verdicts = judgePush(rows, [ballot, neighbour], election.manifest.body)
  expect(verdicts.get(ballot._id)?.kind).toBe('received')
  expect(verdicts.get(neighbour._id)?.kind).toBe('rejected')
})

test.each([[undefined], [{}], ['text'], [{ error: 'timeout' }]])(
  'an answer that is no list settles nothing: %j',
  (answer) => {
    expect(judgePush(answer, [ballot], election.manifest.body).get(ballot._id)).toEqual({ kind: 'unsettled' })
  },
)
