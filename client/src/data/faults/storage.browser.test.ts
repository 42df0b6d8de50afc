import { beforeAll, describe, expect, test } from 'vitest'
import { BOARD, CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone, killPhone, openPhone } from '../testing/board-phone.ts'
import { clearDisk, fillDisk, readDisk } from '../testing/disk.ts'
import { FakeServer } from '../testing/fake-server.ts'
import { BULK_DOCS } from '../testing/intercepts.ts'
import { StockPhone } from '../testing/stock-phone.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection } from '../testing/test-election.ts'
import { freshDatabaseName, testEnvironment, until } from '../testing/test-phone.ts'
import { TestVoter } from '../testing/test-voter.ts'

/** `e2e/storage.spec.ts` does the same with a browser that has really no room, or has really cleared its data. */
let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

// An app on the stock plugin that waits for its insert is told as well; one that draws first and stores later is not.
test('Urna: on a full disk casting says so, and nothing is shown as saved', async () => {
  const server = new FakeServer(election, [CODE])
  const databaseName = freshDatabaseName()
  const phone = await joinedPhone(server, { databaseName })
  const empty = fillDisk()
  await expect(phone.cast(BOARD, VOTES)).rejects.toMatchObject({ code: 'storage-full' })
  empty()
  expect(phone.ballots(BOARD).value).toEqual([])
  expect(await readDisk(databaseName, 'ballots')).toEqual([])
  await expect(phone.cast(BOARD, VOTES)).resolves.toMatchObject({ sequence: 0, stage: 'saved' })
})

describe('the disk is full when the answer to a push comes', () => {
  /** The disk fills while the answer is on its way: for every store, or for one collection only. */
  function fillingDisk(server: FakeServer, collection?: string): Promise<() => void> {
    return new Promise((filled) => {
      let full = false
      server.intercept = async ({ url }, serve) => {
        const answer = await serve()
        if (url.pathname === BULK_DOCS && !full) filled(fillDisk(collection))
        full ||= url.pathname === BULK_DOCS
        return answer
      }
    })
  }

  test('stock: the ballot is shown as sent, and nothing on the disk says so', async () => {
    const server = new FakeServer(election, [])
    const filled = fillingDisk(server)
    const options = { databaseName: freshDatabaseName(), fetch: server.fetch }
    const phone = await StockPhone.open(options)
    const ballot = (await TestVoter.create(election)).sign(0, VOTES)
    await phone.cast(ballot)
    const empty = await filled
    await until(phone.sent, (sent) => sent.includes(ballot._id))
    await phone.close()
    empty()
    const again = await StockPhone.open(options)
    expect(again.sent.value).toEqual([])
    await again.close()
  })

  test('Urna: the ballot stays "saved" and the line says why; with room again the answer is asked for anew', async () => {
    const server = new FakeServer(election, [CODE])
    const phone = await joinedPhone(server)
    const filled = fillingDisk(server, 'deliveries')
    await phone.cast(BOARD, VOTES)
    const empty = await filled
    const { waiting } = await until(phone.sync, ({ problem }) => problem === 'storage')
    expect([waiting, phone.ballots(BOARD).value[0]?.stage]).toEqual([1, 'saved'])
    empty()
    await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
    await until(phone.sync, ({ problem }) => problem === 'none')
    expect(server.ballots.size).toBe(1)
  })
})

// With the stock plugin the write is RxDB's own; one that fails for want of room can end its pull for the life of the tab.
test('Urna: news that comes while the disk is full is asked for again once there is room', async () => {
  const server = new FakeServer(election, [CODE])
  const polled = new Promise<void>((resolve) => {
    server.intercept = ({ url }, serve) => {
      if (url.searchParams.get('feed') === 'longpoll' && url.searchParams.get('since') !== 'now') resolve()
      return serve()
    }
  })
  const phone = await joinedPhone(server)
  await polled
  const empty = fillDisk('bulletins')
  server.publish()
  await until(phone.sync, ({ problem }) => problem === 'storage')
  empty()
  await until(phone.results(BOARD), (value) => value?.result.turnout === 0)
  await phone.cast(BOARD, VOTES)
  await until(phone.results(BOARD), (value) => value?.result.turnout === 1)
})

// Nothing of the stock plugin's knows what was there before.
test('Urna: a database that the browser threw away is missed, until the recovery file has brought the right back', async () => {
  const server = new FakeServer(election, [CODE])
  const environment = testEnvironment(server)
  const phone = await joinedPhone(server, environment)
  const file = await phone.recoveryFile(BOARD, 'correct horse battery staple')
  expect(phone.lost.value).toEqual([])
  await killPhone(phone)
  await clearDisk(environment.databaseName)
  const again = await openPhone(server, environment)
  expect(again.elections.value).toEqual([])
  expect(again.lost.value).toEqual([BOARD])
  await again.restore(file, 'correct horse battery staple')
  await until(again.lost, (lost) => lost.length === 0)
})
