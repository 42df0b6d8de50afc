import { beforeAll, expect, test } from 'vitest'
import type { Ballot } from '#protocol/formats/ballot'
import { BallotSender } from '../ballots/ballot-sender.ts'
import { readPapers } from '../election/papers.ts'
import type { Papers } from '../election/papers.ts'
import type { Environment } from '../environment.ts'
import { PhoneStore } from '../store/phone-store.ts'
import { json, problem } from '../testing/answers.ts'
import { BOARD, CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone, killPhone } from '../testing/board-phone.ts'
import { fillDisk, readDisk } from '../testing/disk.ts'
import { FakeServer } from '../testing/fake-server.ts'
import type { Row } from '../testing/intercepts.ts'
import { BULK_DOCS, changingRows } from '../testing/intercepts.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection, ORIGIN } from '../testing/test-election.ts'
import { testEnvironment, until } from '../testing/test-phone.ts'
import { Pace } from './pace.ts'
import { createSyncFetch } from './sync-fetch.ts'

let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
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

const lies: readonly [string, (row: Row, server: FakeServer) => unknown][] = [
  ['no receipt', ({ receipt, ...row }) => row],
  [
    'a receipt for another ballot',
    (row, server) => ({ ...row, receipt: server.receiptFor(String(row['id']), election.manifestHash) }),
  ],
  ['a receipt whose signature is cut', (row) => ({ ...row, receipt: spoiled(row['receipt']) })],
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
  const onSending = (): void => undefined
  const sender = new BallotSender({ store, environment, papers, pace, stop: stop.signal, onSending })
  const report = (): void => undefined
  const options = {
    environment,
    pullPace: pace,
    sender,
    store,
    guard: { admit: () => Promise.resolve(true) },
    papers: () => papers,
    stop: stop.signal,
    report,
  }
  return { stop, syncFetch: createSyncFetch(options) }
}

function spoiled(receipt: unknown): object {
  const { body, signature } = receipt as { body: object; signature: string }
  return { body, signature: `AAAA${signature.slice(4)}` }
}
