import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { Officer } from './officer.ts'
import { TestServer } from './server.ts'
import { smallElection } from './steps.ts'

test.describe.configure({ mode: 'serial' })

const DATABASE = 'election-inspected'
let server: TestServer
let officer: Officer
/** What the browser complained of, and where it went that is not Fauxton's origin. */
const complaints: string[] = []
test.beforeAll(async ({ browser }) => {
  server = await TestServer.start()
  await server.openElection(smallElection('inspected'), 10)
  const context = await browser.newContext()
  officer = await Officer.signIn(context, server)
  officer.page.on('pageerror', (error) => complaints.push(String(error)))
  officer.page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  officer.page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== server.fauxton && protocol !== 'blob:' && protocol !== 'data:') complaints.push(origin)
  })
})
test.afterAll(() => server.stop())
test.afterEach(() => {
  expect(complaints.splice(0)).toEqual([])
})

test('the databases are listed, with what they hold', async () => {
  const { page } = officer
  for (const name of ['control', DATABASE, 'registry-inspected', 'seals'])
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
  const row = page.getByRole('row', { name: DATABASE })
  await expect(row).toContainText(/[1-9][\d.]* (bytes|KB)\s*2/)
})

test('all documents of a database, one opened from the list', async () => {
  const { page } = officer
  await page.getByRole('link', { name: DATABASE, exact: true }).click()
  await expect(page.getByText('"manifest:inspected"').first()).toBeVisible()
  await expect(page.getByText('Showing document 1 - 2.')).toBeVisible()
  await page.getByText('Options').click()
  await page.getByText('Descending').click()
  await page.getByRole('button', { name: 'Run Query' }).click()
  await expect(page.locator('.doc-item-controls, .doc-row header').first()).toContainText(
    'manifest:inspected',
  )
  await page.locator('a[href$="manifest%3Ainspected"], a[href$="manifest:inspected"]').first().click()
  await expect(page.locator('.ace_content')).toContainText('Garden club 2026')
})

test('a document is created, changed, copied and deleted', async () => {
  const { page } = officer
  await officer.create(DATABASE, '{"_id": "note:1", "text": "call the printer", "n": 1}')
  await expect(page.getByText('"note:1"').first()).toBeVisible()
  await officer.edit(DATABASE, 'note:1', (text) => text.replace('the printer', 'the hall'))
  expect(await officer.text(DATABASE, 'note:1')).toContain('call the hall')

  await officer.open(`/database/${DATABASE}/note:1`)
  await page.getByText('Clone Document').click()
  await page.getByRole('dialog').locator('input').fill('note:2')
  await page.getByRole('dialog').getByText('Clone Document').last().click()
  await expect(page.locator('.ace_content')).toContainText('note:2')
  expect(await officer.text(DATABASE, 'note:2')).toContain('call the hall')

  await officer.delete(DATABASE, 'note:1')
  expect(await officer.text(DATABASE, 'note:1')).toBe('')
})

test('an index is made, a Mango query finds a document, and the index goes again', async () => {
  const { page } = officer
  await officer.open(`/database/${DATABASE}/_index`)
  await officer.write('{"index": {"fields": ["n"]}, "name": "by-n", "type": "json"}')
  await page.getByRole('button', { name: 'Create Index' }).click()
  await expect(page.getByText('json: n').first()).toBeVisible()

  await officer.open(`/database/${DATABASE}/_find`)
  await officer.write('{"selector": {"n": {"$gt": 0}}, "sort": ["n"]}')
  await page.getByRole('button', { name: 'Run Query' }).click()
  await expect(page.getByText('note:2').first()).toBeVisible()
  await expect(page.getByText('Showing document 1 - 1.')).toBeVisible()

  await officer.open(`/database/${DATABASE}/_index`)
  const row = page.locator('.doc-row', { hasText: 'json: n' })
  await expect(row).toBeVisible()
  await row.locator('label').first().click()
  page.once('dialog', (dialog) => void dialog.accept())
  await page.locator('.bulk-action-component-selector-group button').first().click()
  await expect.poll(() => officer.ids(DATABASE, '_design/')).toEqual([])
})

test('the changes are listed, and only those that are looked for', async () => {
  const { page } = officer
  await officer.open(`/database/${DATABASE}/_changes`)
  await expect(page.getByText('note:1', { exact: true })).toBeVisible()
  await page.getByPlaceholder('Sequence or ID').fill('manifest')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page.getByText('manifest:inspected', { exact: true })).toBeVisible()
  await expect(page.getByText('note:1', { exact: true })).toHaveCount(0)
})

test('the permissions of a database and the running tasks are shown', async () => {
  const { page } = officer
  await officer.open(`/database/${DATABASE}/permissions`)
  await expect(page.getByRole('heading', { name: 'admins' })).toBeVisible()
  await expect(page.getByText('_admin').first()).toBeVisible()
  await officer.open('/activetasks')
  await expect(page.getByText('No active tasks', { exact: false }).first()).toBeVisible()
})

test('what an officer should not do there says why, and is not done', async () => {
  const { page } = officer
  await officer.open('/_all_dbs')
  await page
    .getByRole('row', { name: DATABASE })
    .getByTitle(/^Delete/)
    .click()
  await page.getByRole('dialog').locator('input').fill(DATABASE)
  const refused = page.waitForResponse((answer) => answer.request().method() === 'DELETE')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Delete$/ })
    .click()
  expect(await (await refused).text()).toContain('"reason":"whole-databases: ')
  await page.reload()
  await page.getByText('Create Database').click()
  await page.getByPlaceholder('Name of database').fill('another')
  await page.getByPlaceholder('Name of database').press('Enter')
  await expect(page.getByText(/whole-databases: /).first()).toBeVisible()

  await officer.open('/database/control/server:first-run')
  await expect(page.locator('.ace_content')).toContainText('hash')
  await officer.write((await officer.text('control', 'server:first-run')).replace('"hash":"', '"hash":"A'))
  await page.getByText('Save Changes').click()
  await expect(page.getByText(/read-only: /).first()).toBeVisible()
  expect(complaints.splice(0).join()).toMatch(/^(Failed to load resource.*403[^,]*,?)+$/)
  expect(server.output).toContain('"method":"DELETE","database":"election-inspected","ids":["note:1"]')
  expect(server.output).not.toContain('call the')
})

test('signing out leaves nothing, and the sign-in page is accessible', async () => {
  const { page } = officer
  await officer.open('/_all_dbs')
  await page.getByText('Logout').click()
  await expect(page.getByPlaceholder('Password')).toBeVisible()
  expect(await officer.text(DATABASE, 'manifest:inspected')).toBe('')
  await page.goto(server.fauxton)
  await expect(page.getByLabel('Console secret')).toBeFocused()
  await officer.giveSecret('not the one')
  await expect(page.getByRole('alert')).toContainText('That is not the console secret')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  complaints.splice(0)
})
