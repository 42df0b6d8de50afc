import { replicateCouchDB } from 'rxdb/plugins/replication-couchdb'
import { firstValueFrom, take, toArray } from 'rxjs'
import { beforeAll, expect, test } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import { BallotSender } from '../ballots/ballot-sender.ts'
import { readPapers } from '../election/papers.ts'
import type { Papers } from '../election/papers.ts'
import type { Environment } from '../environment.ts'
import { openDatabase } from '../store/database.ts'
import { PhoneStore } from '../store/phone-store.ts'
import { json, problem } from '../testing/answers.ts'
import { BOARD, CODE, VOTES, joinedPhone, killPhone } from '../testing/board-phone.ts'
import { fillDisk, readDisk } from '../testing/disk.ts'
import type { Intercept } from '../testing/fake-server.ts'
import { FakeServer } from '../testing/fake-server.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection, ORIGIN } from '../testing/test-election.ts'
import { freshDatabaseName, testEnvironment, until } from '../testing/test-phone.ts'
import { Pace } from './pace.ts'
import { createSyncFetch } from './sync-fetch.ts'

const BULK_DOCS = `/sync/${BOARD}/_bulk_docs`

let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

/** Changes the rows of the answer to a push. */
function changingRows(change: (row: Record<string, unknown>, index: number) => unknown): Intercept {
  return async ({ url }, serve) => {
    const answer = await serve()
    if (url.pathname !== BULK_DOCS) return answer
    return json(201, ((await answer.json()) as Record<string, unknown>[]).map(change))
  }
}

const refusing = (id: unknown): object => ({
  id,
  error: 'forbidden',
  reason: 'unknown-option: No such option.',
})

test('a refused ballot does not block its neighbours, and says why', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  server.online = false
  const bad = await phone.cast(BOARD, VOTES)
  const good = await phone.cast(BOARD, VOTES)
  server.intercept = changingRows((row) => (row['id'] === bad.id ? refusing(bad.id) : row))
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

test('left to itself RxDB repeats the whole batch for ever, and the good ballot is never done', async () => {
  const server = new FakeServer(election, [CODE])
  const databaseName = freshDatabaseName()
  const phone = await joinedPhone(server, { databaseName })
  server.online = false
  const bad = await phone.cast(BOARD, VOTES)
  await phone.cast(BOARD, VOTES)
  await killPhone(phone)
  server.online = true
  server.intercept = changingRows((row) => (row['id'] === bad.id ? refusing(bad.id) : row))
  const database = await openDatabase(databaseName)
  const stock = replicateCouchDB<Ballot>({
    replicationIdentifier: 'stock',
    collection: database.ballots,
    url: `${ORIGIN}/sync/${BOARD}/`,
    fetch: notFoundFirst(server),
    retryTime: 10,
    push: {},
  })
  const sent: string[] = []
  stock.sent$.subscribe(({ _id }) => sent.push(_id))
  await firstValueFrom(stock.error$.pipe(take(3), toArray()))
  expect(sent).toEqual([])
  await stock.cancel()
  await database.close()
})

test('a ballot that the server cannot settle does not hold up one that is cast later', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  const stuck = new Set<unknown>()
  server.intercept = changingRows((row) =>
    stuck.has(row['id']) ? { id: row['id'], error: 'unavailable', reason: 'unavailable: Later.' } : row,
  )
  server.online = false
  const first = await phone.cast(BOARD, VOTES)
  stuck.add(first.id)
  server.online = true
  await phone.sendNow()
  const second = await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), (list) =>
    list.some(({ id, stage }) => id === second.id && stage === 'counted'),
  )
  expect(phone.ballots(BOARD).value.find(({ id }) => id === first.id)?.stage).toBe('saved')
  stuck.clear()
  await until(phone.ballots(BOARD), (list) => list.every(({ stage }) => stage === 'counted'))
})

const lies: readonly [string, (row: Record<string, unknown>, server: FakeServer) => unknown][] = [
  ['no receipt', ({ receipt, ...row }) => row],
  [
    'a receipt for another ballot',
    (row, server) => ({ ...row, receipt: server.receiptFor(String(row['id']), election.manifestHash) }),
  ],
  ['a receipt whose signature is cut', (row) => ({ ...row, receipt: spoiled(row['receipt']) })],
  ['a write that is not durable yet', (row) => ({ ...row, accepted: true })],
  ['a database error', ({ id }) => ({ id, error: 'forbidden', reason: 'You are not a server admin.' })],
]

test.each(lies)('with %s a ballot is not received, and is sent again', async (_name, lie) => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  let lying = 2
  server.intercept = changingRows((row) => (lying-- > 0 ? lie(row, server) : row))
  server.publishing = false
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'received')
  expect(server.requestsTo('_bulk_docs')).toHaveLength(3)
})

const failures: readonly [string, () => Response][] = [
  ['503 with Retry-After', () => problem(503, 'unavailable', { 'retry-after': '1' })],
  ["a proxy's page", () => new Response('<html>Bad gateway</html>', { status: 502 })],
  [
    "a hotel's login page",
    () => new Response('<html>Welcome</html>', { headers: { 'content-type': 'text/html' } }),
  ],
  ['JSON that is no answer', () => json(200, { error: 'timeout' })],
]

test.each(failures)('after %s ballots and news still get through', async (_name, failure) => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  const left = new Map([
    ['_bulk_docs', 2],
    ['_changes', 4],
  ])
  server.intercept = ({ url }, serve) => {
    const kind = url.pathname.split('/').at(-1) ?? ''
    const times = left.get(kind) ?? 0
    left.set(kind, times - 1)
    return times > 0 ? Promise.resolve(failure()) : serve()
  }
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  await until(phone.results(BOARD), (value) => value?.result.turnout === 1)
})

test('a lost answer to a push is asked for again, and the ballot is in the log once', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  let losing = 1
  server.intercept = async ({ url }, serve) => {
    const answer = await serve()
    if (url.pathname === BULK_DOCS && losing-- > 0) throw new TypeError('Failed to fetch')
    return answer
  }
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  await until(phone.results(BOARD), (value) => value?.result.size === 1)
})

test('the receipt is on the disk before RxDB is told that the ballot is there', async () => {
  const { databaseName, ballot, syncFetch, close } = await phoneWithOneBallot()
  const answer = await syncFetch(`${ORIGIN}${BULK_DOCS}?`, push(ballot))
  const disk = await readDisk(databaseName, 'deliveries')
  expect(disk).toMatchObject([
    { ballot: ballot._id, stage: 'received', receipt: { body: { gateway: 'gw' } } },
  ])
  expect(await answer.json()).toMatchObject([{ ok: true, id: ballot._id }])
  await close()
})

test('a receipt that cannot be stored is not passed on: RxDB hears of a failure', async () => {
  const { databaseName, ballot, syncFetch, close } = await phoneWithOneBallot()
  const empty = fillDisk()
  await expect(syncFetch(`${ORIGIN}${BULK_DOCS}?`, push(ballot))).rejects.toMatchObject({
    code: 'storage-full',
  })
  empty()
  expect(await readDisk(databaseName, 'deliveries')).toEqual([])
  await close()
})

const push = (ballot: Ballot): RequestInit => ({ method: 'POST', body: JSON.stringify({ docs: [ballot] }) })

interface Rig {
  readonly databaseName: string
  readonly ballot: Ballot
  readonly syncFetch: typeof fetch
  readonly close: () => Promise<void>
}

/** A phone that has cast offline and been closed; its store and the fetch that RxDB would get. */
async function phoneWithOneBallot(): Promise<Rig> {
  const server = new FakeServer(election, [CODE])
  const environment = testEnvironment(server)
  const phone = await joinedPhone(server, environment)
  server.online = false
  await phone.cast(BOARD, VOTES)
  await killPhone(phone)
  server.online = true
  const store = await PhoneStore.open(environment.databaseName)
  const [ballot] = store.state.ballots.values()
  const papers = readPapers(store.state.bulletins, BOARD)
  if (!ballot || !papers) throw new Error('the phone forgot')
  const { stop, syncFetch } = fetchFor(store, environment, papers)
  const close = async (): Promise<void> => {
    stop.abort()
    await store.close()
  }
  return { databaseName: environment.databaseName, ballot, syncFetch, close }
}

function fetchFor(
  store: PhoneStore,
  environment: Environment,
  papers: Papers,
): { stop: AbortController; syncFetch: typeof fetch } {
  const stop = new AbortController()
  const pace = new Pace(environment, stop.signal)
  const sender = new BallotSender({ store, environment, papers, pace, stop: stop.signal })
  const report = (): void => undefined
  const options = { environment, pullPace: pace, sender, papers: () => papers, stop: stop.signal, report }
  return { stop, syncFetch: createSyncFetch(options) }
}

/** What the gateway answers to `_all_docs`, for a replication that asks it. */
function notFoundFirst(server: FakeServer): typeof fetch {
  return (input, init = {}) => {
    const asked = typeof input === 'string' && input.includes('_all_docs') && typeof init.body === 'string'
    if (!asked) return server.fetch(input, init)
    const { keys } = JSON.parse(init.body as string) as { keys: string[] }
    return Promise.resolve(json(200, { rows: keys.map((key) => ({ key, error: 'not_found' })) }))
  }
}

function spoiled(receipt: unknown): object {
  const { body, signature } = receipt as { body: object; signature: string }
  return { body, signature: `AAAA${signature.slice(4)}` }
}
