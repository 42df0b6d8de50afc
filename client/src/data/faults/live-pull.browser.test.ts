import { beforeAll, describe, expect, test } from 'vitest'
import { signClose } from '#protocol/formats/close'
import { json } from '../testing/answers.ts'
import { BOARD, CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone } from '../testing/board-phone.ts'
import type { FakeRequest } from '../testing/fake-server.ts'
import { FakeServer } from '../testing/fake-server.ts'
import { openTab } from '../testing/second-tab.ts'
import type { openStockPhone } from '../testing/stock-phone.ts'
import { StockPhone } from '../testing/stock-phone.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection } from '../testing/test-election.ts'
import { freshDatabaseName, until } from '../testing/test-phone.ts'

let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

const isPoll = ({ url }: FakeRequest): boolean => url.searchParams.get('feed') === 'longpoll'

/** Answers so many polls with this instead, the first once a first page was pulled; resolves with the poll after. */
function failPolls(server: FakeServer, times: number, failure: () => Response): Promise<void> {
  let pulled: () => void
  const firstPage = new Promise<void>((resolve) => (pulled = resolve))
  let polls = 0
  return new Promise((next) => {
    server.intercept = async (request, serve) => {
      if (!isPoll(request)) {
        const answer = await serve()
        if (request.url.pathname.endsWith('_changes')) pulled()
        return answer
      }
      const poll = ++polls
      if (poll === times + 1) next()
      if (poll > times) return serve()
      await firstPage
      return failure()
    }
  })
}

/** What a proxy says for a server that is being restarted. */
const unavailable = (): Response => json(503, { error: 'service_unavailable', reason: 'restarting' })
const loginPage = (): Response =>
  new Response('<html>Welcome to our hotel</html>', { headers: { 'content-type': 'text/html' } })

describe('the long poll is answered 503 with JSON', () => {
  test('stock: the live pull is dead for the life of the tab, and no error is reported', async () => {
    const server = new FakeServer(election, [CODE])
    void failPolls(server, 1, unavailable)
    // In a frame of its own, because it leaves a rejection that nobody handles.
    const tab = await openTab<{ openStockPhone: typeof openStockPhone }>(
      new URL('../testing/stock-phone.ts', import.meta.url),
    )
    const died = new Promise((resolve) => {
      tab.window.addEventListener('unhandledrejection', (event) => {
        event.preventDefault()
        resolve(String(event.reason))
      })
    })
    const options = { databaseName: freshDatabaseName(), fetch: server.fetch }
    const phone = await tab.module.openStockPhone(options)
    expect(await died).toMatch(/TypeError.*map/)
    const bulletins = phone.bulletins()
    server.publish()
    await phone.untilInSync()
    expect(server.requests.filter(isPoll)).toHaveLength(1)
    expect(bulletins.value).not.toContain(`head:${BOARD}`)
    expect(phone.failures.value).toBe(0)
    await phone.close()
    tab.kill()
  })

  test('Urna: news still comes', async () => {
    const server = new FakeServer(election, [CODE])
    void failPolls(server, 3, unavailable)
    const phone = await joinedPhone(server)
    await until(phone.sync, ({ problem }) => problem === 'unreachable')
    await phone.cast(BOARD, VOTES)
    await until(phone.results(BOARD), (value) => value?.result.turnout === 1)
    expect(phone.sync.value).toMatchObject({ online: true, problem: 'none' })
  })
})

// RxDB reads the page as JSON, fails, and asks again: stock survives it too. It asks at one rate, though, see `patience`.
test('Urna: a hotel’s login page on the long poll is no news and no end of it', async () => {
  const server = new FakeServer(election, [CODE])
  void failPolls(server, 3, loginPage)
  const phone = await joinedPhone(server)
  await phone.cast(BOARD, VOTES)
  await until(phone.results(BOARD), (value) => value?.result.turnout === 1)
})

describe('something is published while the first poll is cut', () => {
  /** Loses the first poll, and during that publishes the close: a document that is written once and never again. */
  function cutFirstPoll(server: FakeServer): Promise<void> {
    server.likeCouchDB = true
    server.publish()
    return failPolls(server, 1, () => {
      server.post(closeOf(server))
      throw new TypeError('Failed to fetch')
    })
  }

  function closeOf(server: FakeServer): { readonly _id: string } {
    if (!server.result) throw new Error('nothing to close')
    const { v, election: id, manifest, amendments, size, root } = server.result.body
    return signClose(
      { v, election: id, manifest, amendments, size, root, refusedCount: 0, refused: [] },
      election.seeds,
    )
  }

  test('stock: it asks from "now" on again, and never hears of it', async () => {
    const server = new FakeServer(election, [CODE])
    const reconnected = cutFirstPoll(server)
    const phone = await StockPhone.open({ databaseName: freshDatabaseName(), fetch: server.fetch })
    const bulletins = phone.bulletins()
    const later = { ...closeOf(server), _id: `issuance:${BOARD}:later` }
    await reconnected
    server.post(later)
    await until(bulletins, (ids) => ids.includes(later._id))
    expect(bulletins.value).not.toContain(`close:${BOARD}`)
    await phone.close()
  })

  test('Urna: it asks from where it was, and shows the final result', async () => {
    const server = new FakeServer(election, [CODE])
    void cutFirstPoll(server)
    const phone = await joinedPhone(server)
    await until(phone.results(BOARD), (value) => value?.final === true)
  })
})
