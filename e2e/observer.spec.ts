import { spawn } from 'node:child_process'
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { Officer } from './officer.ts'
import { TestServer } from './server.ts'
import { untilInstalled } from './steps.ts'
import { Voter } from './voter.ts'

test.describe.configure({ mode: 'serial' })

/** With what some of them change, more than a copy asks for at one time. */
const VOTERS = 110

let server: TestServer
let observer: Voter
let election: string
/** What becomes of the documents on their way to an observer. */
let onTheWay = (body: string): string => body
test.beforeAll(async () => {
  test.setTimeout(180_000)
  server = await TestServer.start()
  expect(await simulate()).toBe(0)
  const { elections } = (await server.read('/api/elections')) as { elections: { election: string }[] }
  election = elections[0]?.election ?? ''
  server.proxy.rewriteAnswers(/\/_bulk_get/, (body) => onTheWay(body))
  observer = await Voter.create()
})
test.afterAll(async () => {
  await observer.throwAway()
  await server.stop()
})

function simulate(): Promise<number | null> {
  const voters = String(VOTERS)
  const args = ['simulate', '--voters', voters, '--url', server.direct, '--secret', server.secret, '--json']
  const child = spawn(process.execPath, ['bin/urna.mjs', ...args], { stdio: 'ignore' })
  return new Promise((resolve) => child.once('exit', resolve))
}

function address(): string {
  return `${server.origin}/#/observe/${election}`
}

async function expectVerdict(page: Page, word: 'Verified' | 'Refuted'): Promise<void> {
  await expect(page.getByRole('heading', { name: word, exact: true })).toBeVisible()
}

/** Both columns of every table: what this device counted, and what is published. */
async function countedAndPublished(page: Page): Promise<{ ours: string[]; published: string[] }> {
  const cells = await page.getByRole('cell').allTextContents()
  const texts = cells.map((text) => text.trim())
  return {
    ours: texts.filter((_, index) => index % 2 === 0),
    published: texts.filter((_, index) => index % 2 === 1),
  }
}

/** A tab of the same browser, as somebody opens one after closing another. */
async function reopen(): Promise<Page> {
  const page = await observer.context.newPage()
  await page.goto(address())
  return page
}

test('from the results anyone comes to the page that counts them again, without joining', async () => {
  const { page } = observer
  await page.goto(`${server.origin}/#/e/${election}/results`)
  await page.getByRole('link', { name: 'Check this count yourself' }).click()
  await expect(page.getByRole('heading', { name: 'Count it yourself' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Copy and count' })).toBeVisible()
  await untilInstalled(page)
})

test('a copy that is interrupted goes on where it was, and is recounted to the published figures', async () => {
  const first = observer.page
  await first.goto(address())
  let rounds = 0
  let interrupt = (): void => undefined
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve))
  onTheWay = (body) => {
    // The second part of the documents never comes: by then the first is on the device.
    if (++rounds !== 2) return body
    interrupt()
    return '{"results":'
  }
  await first.getByRole('button', { name: 'Copy and count' }).click()
  await interrupted
  await expect(first.getByText(/ballots copied/)).toBeVisible()
  await first.close()
  onTheWay = (body) => body

  const feeds = server.proxy.watch(/\/mirror\/.*_changes/)
  const page = await reopen()
  await expectVerdict(page, 'Verified')
  expect(feeds.length).toBeGreaterThan(0)
  for (const url of feeds) expect(url).not.toMatch(/[?&]since=0(&|$)/)
  const { ours, published } = await countedAndPublished(page)
  expect(ours.length).toBeGreaterThan(6)
  expect(ours).toEqual(published)
  await expect(page.getByText(`${VOTERS} people voted.`)).toBeVisible()
})

test('without a network the copy is counted again', async () => {
  const page = await observer.context.newPage()
  server.proxy.cut(true)
  try {
    await page.goto(address())
    await expect(page.getByText(/The server cannot be reached/)).toBeVisible()
    await expectVerdict(page, 'Verified')
    await expect(page.getByText('The record is the one that this device saw before.')).toBeVisible()
  } finally {
    server.proxy.cut(false)
  }
})

test('a ballot that was edited and put back changes no number, and is named', async ({ browser }) => {
  const officer = await Officer.signIn(await browser.newContext(), server)
  const database = `election-${election}`
  const [id = ''] = await officer.ids(database, 'ballot:')
  await officer.edit(database, id, (text) => text.replace(/"sequence":\d+/, '"sequence":7'))
  await expect.poll(() => officer.text(database, id)).not.toContain('"sequence":7')
  const page = await (await browser.newContext()).newPage()
  await page.goto(address())
  await page.getByRole('button', { name: 'Copy and count' }).click()
  await expectVerdict(page, 'Verified')
  await expect(page.getByText(/was written more than once/)).toBeVisible()
  await expect(page.getByText(id)).toBeVisible()
})

test('an edited ballot, or a result with other figures, refutes the election by its name', async ({
  browser,
}) => {
  onTheWay = (body) => body.replace(/"turnout":\d+/, '"turnout":111').replace('"sequence":0', '"sequence":1')
  const page = await (await browser.newContext()).newPage()
  await page.goto(address())
  await page.getByRole('button', { name: 'Copy and count' }).click()
  await expectVerdict(page, 'Refuted')
  await expect(page.getByText(`result:${election}`)).toBeVisible()
  await expect(page.getByText('It is not signed by whoever must sign it.')).toBeVisible()
  await expect(page.getByText(/^ballot:/).first()).toBeVisible()
  await expect(
    page.getByText('Its content was altered: it is not what its name stands for.').first(),
  ).toBeVisible()
})
