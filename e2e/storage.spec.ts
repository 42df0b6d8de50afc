import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { TestServer } from './server.ts'
import { cast, expectStage, fillBallot, join, smallElection, untilInstalled } from './steps.ts'
import { Voter } from './voter.ts'

test.describe.configure({ mode: 'serial' })

const PASSPHRASE = 'correct horse battery staple'

let server: TestServer
let voter: Voter
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.stop())
test.beforeEach(async () => {
  voter = await Voter.create()
})
test.afterEach(() => voter.throwAway())

test('with no room left a ballot is not shown as saved; with room again the same ballot is cast', async () => {
  const election = await server.openElection(smallElection('full'), 10)
  await join(voter.page, election, election.codes[0] ?? '')
  // A browser that runs remembers for a while how much room there was.
  await voter.closeBrowser()
  await voter.openBrowser()
  const { page } = voter
  const session = await voter.context.newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: 1 })
  await page.goto(`${server.origin}/#/e/full`)
  await fillBallot(page, 'full', 'Ada Park', ['Apple'])
  await page.getByRole('button', { name: 'Cast my ballot' }).click()
  await expect(page.getByRole('alert')).toContainText('no space left to keep your ballot. Free some space')
  await expect(page).toHaveURL(/\/review$/)

  await page.goto(`${server.origin}/#/e/full/ballots`)
  await expect(page.getByText('You have not voted here yet.')).toBeVisible()
  await expect(page.getByText('Saved on this phone')).toHaveCount(0)

  await session.send('Storage.overrideQuotaForOrigin', { origin: server.origin })
  await page.goto(`${server.origin}/#/e/full/review`)
  await expect(page.getByText('Ada Park')).toBeVisible()
  await cast(page)
  await expectStage(page, 'Counted')
  expect(await server.result('full')).toMatchObject({ size: 1, contests: [{ votes: { ada: 1 } }, {}] })
})

test('a phone whose storage was cleared is told so, and its recovery file brings back the vote, not a second one', async () => {
  const { page } = voter
  const election = await server.openElection(smallElection('cleared'), 10)
  const code = election.codes[0] ?? ''
  await join(page, election, code)
  const file = await saveRecoveryFile(page)
  await fillBallot(page, 'cleared', 'Ada Park', ['Apple'])
  await cast(page)
  await expectStage(page, 'Counted')
  await clearStorage(page, 'all')

  await page.goto(`${election.joinLink}/${code}`)
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('this browser has cleared its data since')
  await expect(page.getByRole('alert')).toContainText('that the election office had received still counts')
  await page.getByRole('main').getByRole('link', { name: 'Restore from a recovery file' }).click()
  await restore(page, file)
  await fillBallot(page, 'cleared', 'Bob Stone', ['Cherry'])
  await cast(page)
  await expectStage(page, 'Counted')
  expect(await server.result('cleared')).toMatchObject({
    size: 2,
    turnout: 1,
    contests: [{ votes: { ada: 0, bob: 1 } }, { votes: { apple: 0, cherry: 1 } }],
  })
})

test('where one ballot is all, what was lost unsent can be cast again, and what was received cannot', async () => {
  const { page } = voter
  const election = await server.openElection(smallElection('cleared-once', 'none'), 10)
  await join(page, election, election.codes[0] ?? '')
  const file = await saveRecoveryFile(page)
  await untilInstalled(page)
  server.proxy.cut(true)
  await fillBallot(page, 'cleared-once', 'Ada Park', [])
  await cast(page)
  await expectStage(page, 'Saved on this phone')
  await clearStorage(page, 'indexeddb')
  server.proxy.cut(false)

  await page.goto(`${server.origin}/#/`)
  await expect(page.getByText(/has deleted what Urna kept here for “.cleared-once.”/)).toBeVisible()
  await expect(page.getByText('One that was only saved on this phone is gone.').first()).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Restore from a recovery file' }).click()
  await restore(page, file)
  await fillBallot(page, 'cleared-once', 'Bob Stone', [])
  await cast(page)
  await expectStage(page, 'Counted')

  await clearStorage(page, 'all')
  await page.goto(`${server.origin}/#/recover`)
  await restore(page, file)
  await fillBallot(page, 'cleared-once', 'Ada Park', [])
  await cast(page)
  await expectStage(page, 'Rejected')
  await expect(page.getByText('The office has another ballot of yours already')).toBeVisible()
  expect(await server.result('cleared-once')).toMatchObject({
    size: 1,
    turnout: 1,
    contests: [{ votes: { ada: 0, bob: 1 } }, {}],
  })
})

/** @returns the path of the downloaded file. */
async function saveRecoveryFile(page: Page): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByLabel('Passphrase for the file').fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Save recovery file' }).click()
  const file = await (await download).path()
  await expect(page.getByRole('heading', { name: 'Recovery file saved' })).toBeVisible()
  return file
}

async function restore(page: Page, file: string): Promise<void> {
  await page.getByLabel('Recovery file').setInputFiles(file)
  await page.getByLabel('Passphrase of the file').fill(PASSPHRASE)
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page.getByText('You can vote now')).toBeVisible()
}

/** Between two visits, as a browser that needs the room, or its owner, clears a site's data. */
async function clearStorage(page: Page, storageTypes: 'all' | 'indexeddb'): Promise<void> {
  await page.goto('about:blank')
  const session = await voter.context.newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin: server.origin, storageTypes })
}
