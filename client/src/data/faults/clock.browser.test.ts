import { beforeAll, describe, expect, test } from 'vitest'
import { BOARD, CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone, killPhone, openPhone } from '../testing/board-phone.ts'
import { FakeServer } from '../testing/fake-server.ts'
import type { openPhone as openTabPhone } from '../open-device.ts'
import type { Tab } from '../testing/second-tab.ts'
import { openTab } from '../testing/second-tab.ts'
import type { openStockPhone } from '../testing/stock-phone.ts'
import { StockPhone } from '../testing/stock-phone.ts'
import type { TestElection } from '../testing/test-election.ts'
import { CLOSES, DURING, makeTestElection, OPENS } from '../testing/test-election.ts'
import { freshDatabaseName, testEnvironment, until } from '../testing/test-phone.ts'
import { TestVoter } from '../testing/test-voter.ts'

const YEAR_MS = 366 * 86_400_000
let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

describe('the clock is set back by a year between two ballots', () => {
  /** RxDB never lets time go back within one page, so the year ahead is another page, closed before this one begins. */
  async function openAYearAhead<Module>(path: string): Promise<Tab<Module>> {
    const tab = await openTab<Module>(new URL(path, import.meta.url))
    const world = tab.window as Window & { Date?: DateConstructor }
    if (world.Date) world.Date.now = () => Date.now() + YEAR_MS
    return tab
  }

  test('stock: the second is older than what was sent, so RxDB takes it for sent, and it never leaves', async () => {
    const server = new FakeServer(election, [])
    const options = { databaseName: freshDatabaseName(), fetch: server.fetch }
    const voter = await TestVoter.create(election)
    const [first, second] = [voter.sign(0, VOTES), voter.sign(1, VOTES)]
    const tab = await openAYearAhead<{ openStockPhone: typeof openStockPhone }>('../testing/stock-phone.ts')
    const before = await tab.module.openStockPhone(options)
    await before.cast(first)
    await until(before.sent, (sent) => sent.includes(first._id))
    await before.untilInSync()
    await before.close()
    tab.kill()
    const offline = await StockPhone.open({ ...options, replication: 'none' })
    await offline.cast(second)
    await offline.close()
    const after = await StockPhone.open(options)
    await after.untilInSync()
    expect([...server.ballots.keys()]).toEqual([first._id])
    await after.close()
  })

  test('Urna: it is sent all the same', async () => {
    const server = new FakeServer(election, [CODE])
    const environment = testEnvironment(server)
    const tab = await openAYearAhead<{ openPhone: typeof openTabPhone }>('../open-device.ts')
    const before = await tab.module.openPhone(environment)
    await before.preview(BOARD, undefined)
    await before.join(BOARD, CODE)
    await before.cast(BOARD, VOTES)
    await until(before.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
    await before.close()
    tab.kill()
    server.online = false
    const offline = await openPhone(server, environment)
    const ballot = await offline.cast(BOARD, VOTES)
    await killPhone(offline)
    server.online = true
    const again = await openPhone(server, environment)
    await until(again.ballots(BOARD), (list) =>
      list.some(({ id, stage }) => id === ballot.id && stage === 'counted'),
    )
  })
})

// The stock plugin knows no elections: what follows are Urna's promises alone.
describe.each([
  ['ahead', YEAR_MS],
  ['behind', -YEAR_MS],
])('a phone whose clock is a year %s', (_name, offset) => {
  const off = (time: string) => (): Date => new Date(Date.parse(time) + offset)

  test('casts, also offline, and its ballot goes through every stage', async () => {
    const server = new FakeServer(election, [CODE])
    const databaseName = freshDatabaseName()
    const phone = await joinedPhone(server, { clock: off(DURING), databaseName })
    await killPhone(phone)
    server.online = false
    const again = await openPhone(server, { clock: off(DURING), databaseName })
    expect(again.elections.value).toMatchObject([{ phase: 'open' }])
    await expect(again.cast(BOARD, VOTES)).resolves.toMatchObject({ stage: 'saved' })
    server.publishing = false
    server.online = true
    await again.sendNow()
    const [received] = await until(again.ballots(BOARD), ([ballot]) => ballot?.stage === 'received')
    expect(received).toMatchObject({ overdue: false })
    server.publish()
    await until(again.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  })

  test.each([
    ['before it opens', new Date(Date.parse(OPENS) - 1000).toISOString().replace('.000Z', 'Z'), 'not-open'],
    ['once it has closed', CLOSES, 'late'],
  ])('refuses to cast %s, by the time of the election office', async (_when, time, code) => {
    const server = new FakeServer(election, [CODE])
    server.now = time
    const phone = await joinedPhone(server, { clock: off(time) })
    await expect(phone.cast(BOARD, VOTES)).rejects.toMatchObject({ code })
  })
})

test('a ballot is overdue when its receipt’s promise has passed, by the time of the election office', async () => {
  const server = new FakeServer(election, [CODE])
  server.publishing = false
  let time = DURING
  const phone = await joinedPhone(server, { clock: () => new Date(time) })
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'received')
  expect(phone.ballots(BOARD).value).toMatchObject([{ overdue: false }])
  time = '2026-05-01T12:05:01Z'
  expect(phone.ballots(BOARD).value).toMatchObject([{ overdue: true }])
})
