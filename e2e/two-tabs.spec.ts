import { expect, test } from '@playwright/test'
import type { BrowserContext, Page } from '@playwright/test'
import { TestServer } from './server.ts'
import { SleepyBrowser } from './sleepy-browser.ts'
import { cast, expectStage, fillBallot, join, smallElection, untilInstalled } from './steps.ts'

test.describe.configure({ mode: 'serial' })

let server: TestServer
let browser: SleepyBrowser
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.stop())
test.beforeEach(async () => {
  browser = await SleepyBrowser.open()
})
test.afterEach(() => browser.close())

/** Joins in a first tab, which leads, and opens a second one. */
async function openTwoTabs(
  context: BrowserContext,
  election: string,
): Promise<{ first: Page; second: Page }> {
  const opened = await server.openElection(smallElection(election), 10)
  const first = await context.newPage()
  await join(first, opened, opened.codes[0] ?? '')
  const second = await context.newPage()
  await second.goto(`${server.origin}/#/e/${election}`)
  await expect(second.getByText('You can vote now')).toBeVisible()
  await untilInstalled(first)
  return { first, second }
}

test('when the leading tab crashes, the ballot that waits and one cast in the other tab are both counted', async () => {
  const { first, second } = await openTwoTabs(browser.context, 'crashed-tab')
  await first.bringToFront()
  server.proxy.cut(true)
  await fillBallot(first, 'crashed-tab', 'Ada Park', ['Apple'])
  await cast(first)
  const crashed = first.waitForEvent('crash')
  const session = await browser.context.newCDPSession(first)
  void session.send('Page.crash').catch(() => undefined)
  await crashed
  server.proxy.cut(false)
  await second.bringToFront()
  await fillBallot(second, 'crashed-tab', 'Bob Stone', ['Cherry'])
  await cast(second)
  await expect(second.getByText('It no longer counts: your later ballot is counted.')).toBeVisible()
  expect(await server.result('crashed-tab')).toMatchObject({
    size: 2,
    turnout: 1,
    contests: [{ votes: { ada: 0, bob: 1 } }, {}],
  })
})

test('a leading tab that the browser froze holds no ballot back, and shows the truth when it wakes', async () => {
  const { first, second } = await openTwoTabs(browser.context, 'frozen-tab')
  await first.bringToFront()
  await first.goto(`${server.origin}/#/e/frozen-tab/ballots`)
  await expect(first.getByText('You have not voted here yet.')).toBeVisible()
  await first.evaluate(() => {
    document.addEventListener('freeze', () => (document.title = 'frozen'))
  })
  await second.bringToFront()
  const session = await browser.context.newCDPSession(first)
  await session.send('Page.setWebLifecycleState', { state: 'frozen' })
  await expect(first).toHaveTitle('frozen')
  await fillBallot(second, 'frozen-tab', 'Ada Park', ['Walnut'])
  await cast(second)
  await expectStage(second, 'Counted')
  await session.send('Page.setWebLifecycleState', { state: 'active' })
  await first.bringToFront()
  await expectStage(first, 'Counted')
  await fillBallot(first, 'frozen-tab', 'Bob Stone', [])
  await cast(first)
  await expect(first.getByText('It no longer counts: your later ballot is counted.')).toBeVisible()
  expect(await server.result('frozen-tab')).toMatchObject({
    turnout: 1,
    contests: [{ votes: { ada: 0, bob: 1 } }, {}],
  })
})
