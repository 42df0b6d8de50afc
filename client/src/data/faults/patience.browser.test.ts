import { beforeAll, describe, expect, test } from 'vitest'
import { problem } from '../testing/answers.ts'
import { BOARD, CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone } from '../testing/board-phone.ts'
import type { FakeRequest } from '../testing/fake-server.ts'
import { FakeServer } from '../testing/fake-server.ts'
import { StockPhone } from '../testing/stock-phone.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection } from '../testing/test-election.ts'
import { freshDatabaseName, until } from '../testing/test-phone.ts'
import { TestVoter } from '../testing/test-voter.ts'

let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

const asksToWait = (): Response => problem(503, 'unavailable', { 'retry-after': '60' })

/** Waiting of a minute or two ends only when the test says so, what is shorter at once, and deadlines never. */
function heldMinutes(): {
  wait: (ms: number, signal: AbortSignal) => Promise<void>
  asked: number[]
  letGo: () => void
} {
  const asked: number[] = []
  let letGo: () => void = () => undefined
  const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve())
      if (milliseconds < 60_000) setTimeout(resolve, 10)
      else if (milliseconds < 120_000) {
        asked.push(milliseconds)
        letGo = resolve
      }
    })
  return { wait, asked, letGo: () => letGo() }
}

describe.each([
  ['a push', ({ url }: FakeRequest) => url.pathname.endsWith('_bulk_docs')],
  ['a pull', ({ url }: FakeRequest) => url.pathname.endsWith('_changes')],
] as const)('%s is answered 503, retry after 60 seconds', (_name, isAsked) => {
  test('stock: it comes back at its own fixed rate, as often as it likes', async () => {
    const server = new FakeServer(election, [])
    server.intercept = (request, serve) =>
      isAsked(request) && request.url.searchParams.get('feed') !== 'longpoll'
        ? Promise.resolve(asksToWait())
        : serve()
    server.likeCouchDB = true
    const phone = await StockPhone.open({ databaseName: freshDatabaseName(), fetch: server.fetch })
    await phone.cast((await TestVoter.create(election)).sign(0, VOTES))
    await until(phone.failures, (failures) => failures >= 3)
    expect(server.requests.filter(isAsked).length).toBeGreaterThan(2)
    await phone.close()
  })

  test('Urna: it waits that minute and up to half of it more, even if the voter presses "Send now"', async () => {
    const server = new FakeServer(election, [CODE])
    const { wait, asked, letGo } = heldMinutes()
    const phone = await joinedPhone(server, { wait, random: () => 0.5 })
    let failing = true
    server.intercept = (request, serve) =>
      failing && isAsked(request) ? Promise.resolve(asksToWait()) : serve()
    server.publish()
    await phone.cast(BOARD, VOTES)
    await until(phone.sync, ({ problem: trouble }) => trouble === 'busy')
    // What was under way together comes to the same answer first.
    await phone.preview(BOARD, undefined)
    const requests = server.requests.filter(isAsked).length
    await phone.sendNow()
    await phone.preview(BOARD, undefined)
    expect(server.requests.filter(isAsked)).toHaveLength(requests)
    expect(new Set(asked)).toEqual(new Set([75_000]))
    failing = false
    letGo()
    await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  })
})
