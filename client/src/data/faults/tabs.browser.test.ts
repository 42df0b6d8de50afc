import { beforeAll, describe, expect, test } from 'vitest'
import { BOARD, CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone, openPhone } from '../testing/board-phone.ts'
import { FakeServer } from '../testing/fake-server.ts'
import { openSecondTab, openTab } from '../testing/second-tab.ts'
import type { openStockPhone } from '../testing/stock-phone.ts'
import { StockPhone } from '../testing/stock-phone.ts'
import { leaderLock } from '../sync/leadership.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection } from '../testing/test-election.ts'
import { freshDatabaseName, testEnvironment, until } from '../testing/test-phone.ts'
import { TestVoter } from '../testing/test-voter.ts'

/**
 * Two tabs, and a leading tab that is killed, stock survives too: RxDB's leader holds a lock that goes with its tab. What
 * it cannot know is which sequence a ballot may have; see "two tabs that cast at once" in `../ballots/cast.browser.test.ts`.
 * `e2e/two-tabs.spec.ts` does the same with pages that Chromium really kills and freezes.
 */
let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

test('Urna: a ballot cast in the tab that does not lead is sent once, by the one that does', async () => {
  const server = new FakeServer(election, [CODE])
  const environment = testEnvironment(server)
  await joinedPhone(server, environment)
  const tab = await openSecondTab({ ...environment, fetch: () => Promise.reject(new TypeError('not me')) })
  await tab.phone.cast(BOARD, VOTES)
  await until(tab.phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  expect(server.requestsTo('_bulk_docs')).toHaveLength(1)
  tab.kill()
})

test('Urna: when the leading tab is killed another one sends what waits', async () => {
  const server = new FakeServer(election, [CODE])
  const environment = testEnvironment(server)
  const leader = await openSecondTab(environment)
  await leader.phone.preview(BOARD, undefined)
  await leader.phone.join(BOARD, CODE)
  const follower = await openPhone(server, environment)
  server.online = false
  const ballot = await leader.phone.cast(BOARD, VOTES)
  leader.kill()
  server.online = true
  await until(follower.ballots(BOARD), (list) =>
    list.some(({ id, stage }) => id === ballot.id && stage === 'counted'),
  )
})

describe('the leading tab is frozen: it keeps its lock, and does and says nothing', () => {
  test('stock: the other tab waits for the lead, and sends nothing for as long as the leader sleeps', async () => {
    const server = new FakeServer(election, [])
    const options = { databaseName: freshDatabaseName(), fetch: server.fetch }
    const frozen = await openTab<{ openStockPhone: typeof openStockPhone }>(
      new URL('../testing/stock-phone.ts', import.meta.url),
    )
    await frozen.module.openStockPhone({ ...options, replication: 'leads-only' })
    const phone = await StockPhone.open(options)
    await phone.cast((await TestVoter.create(election)).sign(0, VOTES))
    const { held = [], pending = [] } = await navigator.locks.query()
    const leads = held.find(({ name }) => name?.includes(options.databaseName))?.name
    expect(pending.map(({ name }) => name)).toContain(leads)
    expect(server.requests).toEqual([])
    frozen.kill()
    await phone.close()
  })

  test('Urna: the tab that the voter looks at takes the lead over, and the ballot is counted', async () => {
    const server = new FakeServer(election, [CODE])
    const environment = testEnvironment(server)
    const deposed = navigator.locks
      .request(leaderLock(environment.databaseName), () => new Promise(() => undefined))
      .catch((error: unknown) => error)
    const phone = await joinedPhone(server, environment)
    await phone.cast(BOARD, VOTES)
    await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
    expect(await deposed).toMatchObject({ name: 'AbortError' })
  })

  test('Urna: a leader that wakes up deposed follows, and its voter’s ballots are sent all the same', async () => {
    const server = new FakeServer(election, [CODE])
    const environment = testEnvironment(server)
    const first = await joinedPhone(server, environment)
    await until(first.sync, () => first.elections.value[0]?.joined === 'joined')
    const release = await steal(leaderLock(environment.databaseName))
    const ballot = await first.cast(BOARD, VOTES)
    release()
    await until(first.ballots(BOARD), (list) =>
      list.some(({ id, stage }) => id === ballot.id && stage === 'counted'),
    )
  })
})

/** Takes the lead as another tab does after silence; resolves with the way to give it up. */
function steal(lock: string): Promise<() => void> {
  return new Promise((taken) => {
    void navigator.locks
      .request(lock, { steal: true }, () => new Promise<void>((release) => taken(() => release())))
      .catch(() => undefined)
  })
}
