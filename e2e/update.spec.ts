import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { IdleWorker } from './idle-worker.ts'
import { TestServer } from './server.ts'
import { cast, expectStage, fillBallot, join, smallElection, untilInstalled } from './steps.ts'
import { Voter } from './voter.ts'

test.describe.configure({ mode: 'serial' })

let server: TestServer
let voter: Voter
/** Of the app that the server has. */
let version = 1
test.beforeAll(async () => {
  server = await TestServer.start()
  // What an update changes on a server: the page is new, and there is a worker that knows it.
  server.proxy.rewriteAnswers(/^\/(index\.html(\?.*)?)?$/, (page) =>
    page.replace('<html', `<html data-version="${version}"`),
  )
  server.proxy.rewriteAnswers(/^\/sw\.js$/, (worker) =>
    worker.replace(/"revision":"[^"]+","url":"index\.html"/, `"revision":"${version}","url":"index.html"`),
  )
})
test.afterAll(() => server.stop())
test.beforeEach(async () => {
  voter = await Voter.create()
})
test.afterEach(() => voter.throwAway())

test('a newer version waits until the voter takes it, and takes no tab from under a ballot', async () => {
  const election = await server.openElection(smallElection('update'), 10)
  const voting = voter.page
  await join(voting, election, election.codes[0] ?? '')
  await untilInstalled(voting)
  const reading = await voter.context.newPage()
  await reading.goto(`${server.origin}/#/about`)
  await voting.bringToFront()
  await fillBallot(voting, 'update', 'Ada Park', ['Apple'])

  version++
  await lookForUpdate(reading)
  await expect(reading.getByText('A newer version of Urna is ready.')).toBeVisible()
  await expect(voting.getByText('A newer version of Urna is ready.')).toBeHidden()
  for (const page of [voting, reading]) await expectVersion(page, version - 1)

  await reading.bringToFront()
  await reading.getByRole('button', { name: 'Update now' }).click()
  await expect(reading.getByText('it starts when you have left that ballot')).toBeVisible()
  // The ballot goes on to its end in the version in which it was begun, with every screen that it needs.
  await voting.bringToFront()
  await voting.getByRole('link', { name: /^Change Chairperson/ }).click()
  await voting.getByText('Bob Stone', { exact: true }).click()
  await voting.getByRole('link', { name: 'Back to review' }).click()
  for (const page of [voting, reading]) await expectVersion(page, version - 1)
  // Its files would be gone as soon as the newer worker has taken over.
  expect(await isWorkerWaiting(voting)).toBe(true)

  await cast(voting)
  await expectUpdated([voting, reading])
  await expectStage(voting, 'Counted')
  expect(await server.result('update')).toMatchObject({ contests: [{ votes: { ada: 0, bob: 1 } }, {}] })
})

test('a newer version that was put off comes with the next start, and a draft is still there', async () => {
  const election = await server.openElection(smallElection('put-off'), 10)
  const { page } = voter
  await join(page, election, election.codes[0] ?? '')
  await untilInstalled(page)
  await fillBallot(page, 'put-off', 'Ada Park', ['Apple'])
  await page.goto(`${server.origin}/#/about`)
  version++
  await lookForUpdate(page)
  await page.getByRole('button', { name: 'Later' }).click()
  await page.reload()
  await expectVersion(page, version - 1)

  await page.getByRole('button', { name: 'Update now' }).click()
  await expectUpdated([page])
  await page.goto(`${server.origin}/#/e/put-off/review`)
  await expect(page.getByText('Ada Park')).toBeVisible()
  await expect(page.getByText('Apple')).toBeVisible()
})

async function lookForUpdate(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update()
  })
}

function isWorkerWaiting(page: Page): Promise<boolean> {
  return page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)
}

/** A page that is being reloaded has no version just now. */
function versionOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset['version']).catch(() => undefined)
}

async function expectVersion(page: Page, expected: number): Promise<void> {
  await expect.poll(() => versionOf(page)).toBe(String(expected))
}

async function expectUpdated(pages: readonly Page[]): Promise<void> {
  const worker = await IdleWorker.watch(voter.page)
  const look = async (): Promise<readonly unknown[]> => {
    await worker.rest()
    return Promise.all(pages.map(versionOf))
  }
  await expect.poll(look).toEqual(pages.map(() => String(version)))
}
