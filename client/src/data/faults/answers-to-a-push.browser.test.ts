import { beforeAll, describe, expect, test } from 'vitest'
import { BOARD, CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone } from '../testing/board-phone.ts'
import { json } from '../testing/answers.ts'
import type { Intercept } from '../testing/fake-server.ts'
import { FakeServer } from '../testing/fake-server.ts'
import { BULK_DOCS, changingRows, refusing } from '../testing/intercepts.ts'
import { StockPhone } from '../testing/stock-phone.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection } from '../testing/test-election.ts'
import { freshDatabaseName, until } from '../testing/test-phone.ts'
import { TestVoter } from '../testing/test-voter.ts'

let election: TestElection
let voter: TestVoter

beforeAll(async () => {
  election = await makeTestElection(BOARD)
  voter = await TestVoter.create(election)
})

describe('one row of a push is refused', () => {
  test('stock: the batch is repeated for ever, and the good ballot beside it is never sent', async () => {
    const server = new FakeServer(election, [])
    const [bad, good] = [voter.sign(0, VOTES), voter.sign(1, VOTES)]
    server.intercept = refusing(() => bad._id)
    const phone = await StockPhone.open({ databaseName: freshDatabaseName(), fetch: server.fetch })
    await phone.cast(bad, good)
    await until(phone.failures, (failures) => failures >= 3)
    expect(phone.sent.value).toEqual([])
    expect(server.requestsTo('_bulk_docs').length).toBeGreaterThanOrEqual(3)
    await phone.close()
  })

  test('Urna: it is rejected with its reason, and the good ballot is received', async () => {
    const server = new FakeServer(election, [CODE])
    const phone = await joinedPhone(server)
    server.online = false
    const bad = await phone.cast(BOARD, VOTES)
    const good = await phone.cast(BOARD, VOTES)
    server.intercept = refusing(() => bad.id)
    server.online = true
    await phone.sendNow()
    const ballots = await until(phone.ballots(BOARD), (list) => list.every(({ stage }) => stage !== 'saved'))
    expect(ballots.find(({ id }) => id === bad.id)).toMatchObject({
      stage: 'rejected',
      reason: 'unknown-option',
    })
    expect(ballots.find(({ id }) => id === good.id)).toMatchObject({ reason: undefined })
    await until(phone.sync, ({ waiting }) => waiting === 0)
  })
})

describe('a write that no quorum of the database has acknowledged', () => {
  /** As CouchDB answers while nodes are down: 202, and rows that are ok and only accepted. So many times. */
  function withoutQuorum(times: number): Intercept {
    let left = times
    return async ({ url }, serve) => {
      const answer = await serve()
      if (url.pathname !== BULK_DOCS || left-- <= 0) return answer
      const rows = (await answer.json()) as object[]
      return json(
        202,
        rows.map((row) => ({ ...row, accepted: true })),
      )
    }
  }

  test('stock: it counts as sent, and nobody asks again', async () => {
    const server = new FakeServer(election, [])
    server.intercept = withoutQuorum(9)
    const ballot = voter.sign(0, VOTES)
    const phone = await StockPhone.open({ databaseName: freshDatabaseName(), fetch: server.fetch })
    await phone.cast(ballot)
    await until(phone.sent, (sent) => sent.includes(ballot._id))
    await phone.untilInSync()
    expect(server.requestsTo('_bulk_docs')).toHaveLength(1)
    await phone.close()
  })

  test('Urna: the ballot stays "saved" and is sent until it is durable', async () => {
    const server = new FakeServer(election, [CODE])
    const phone = await joinedPhone(server)
    const shown: unknown[] = []
    phone.ballots(BOARD).subscribe(([ballot]) => shown.push([ballot?.stage, pushes()]))
    const pushes = (): number => server.requestsTo('_bulk_docs').length
    server.intercept = withoutQuorum(2)
    await phone.cast(BOARD, VOTES)
    await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
    expect(shown).toEqual([
      ['saved', 0],
      ['received', 3],
      ['counted', 3],
    ])
  })
})

describe('the server shows another document at the id of a ballot', () => {
  const planted = { chair: ['bob'], board: [] }

  function planting(votes: object): Intercept {
    return async ({ url, body }, serve) => {
      if (!url.pathname.endsWith('_all_docs')) return serve()
      const { keys } = body as { keys: readonly string[] }
      const other = voter.sign(9, {})
      const rows = keys.map((key) => {
        const doc = { ...other, _id: key, _rev: '1-b', body: { ...other.body, votes } }
        return { id: key, key, value: { rev: '1-b' }, doc }
      })
      return json(200, { total_rows: rows.length, offset: 0, rows })
    }
  }

  test('stock: the server’s copy replaces the ballot on the phone without a word', async () => {
    const server = new FakeServer(election, [])
    server.intercept = planting(planted)
    const ballot = voter.sign(0, VOTES)
    const phone = await StockPhone.open({ databaseName: freshDatabaseName(), fetch: server.fetch })
    await phone.cast(ballot)
    await phone.untilInSync()
    expect((await phone.stored(ballot._id))?.body.votes).toEqual(planted)
    expect(server.ballots.size).toBe(0)
    await phone.close()
  })

  test('Urna: what the voter cast stays, and is what the server gets', async () => {
    const server = new FakeServer(election, [CODE])
    server.intercept = planting(planted)
    const phone = await joinedPhone(server)
    const { id } = await phone.cast(BOARD, VOTES)
    await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
    expect(await phone.revealVotes(id)).toEqual(VOTES)
    expect(server.ballots.get(id)?.body.votes).toEqual(VOTES)
  })
})

test('Urna: a refusal in the database’s own words is no verdict on a ballot', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  let left = 2
  const reason = 'You are not a server admin.'
  server.intercept = changingRows((row) => (left-- > 0 ? { id: row['id'], error: 'forbidden', reason } : row))
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
})
