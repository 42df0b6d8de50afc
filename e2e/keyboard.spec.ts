import type { Locator, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { Keyboard } from './keyboard.ts'
import { TestServer } from './server.ts'
import { enlargeText } from './showcase/looks.ts'
import { expectStage } from './steps.ts'
import { Voter } from './voter.ts'

const MEETING = 'Linden Street Gardens: yearly meeting'
const [CHAIR, COMMITTEE, PROJECTS] = [
  'Who should chair the association?',
  'Who should sit on the committee?',
  'Which two projects should we start this year?',
]
const PHONE = { width: 360, height: 740 }
const SHORT = { width: 360, height: 560 }
const ON_ITS_SIDE = { width: 740, height: 360 }

test('with the keyboard alone a voter joins, votes in three contests, casts, and reads the result', async () => {
  const server = await TestServer.start('--demonstration')
  const voter = await Voter.create()
  try {
    const { page } = voter
    const keyboard = await Keyboard.of(page)
    const { joinLink, codes } = await server.demonstration()
    await page.goto(joinLink)
    await join(page, keyboard, codes[0] ?? '')
    await saveRecoveryFile(page, keyboard)
    await keyboard.follow(link(page, 'Go to the election'), MEETING)
    await keyboard.walk()
    await keyboard.follow(link(page, 'Start voting'), CHAIR)
    await chooseOne(page, keyboard)
    await keyboard.follow(link(page, 'Next'), COMMITTEE)
    await chooseUpToTheLimit(page, keyboard)
    await keyboard.follow(link(page, 'Next'), PROJECTS)
    await approve(page, keyboard)
    await keyboard.follow(link(page, 'Review your ballot'), 'Review your ballot')
    await keyboard.walk()
    await cast(page, keyboard, server)
    await keyboard.follow(link(page, 'Results'), MEETING)
    await keyboard.walk()
    await expect(page.getByRole('row', { name: /Priya Raman/ })).toContainText('1')
    await expect(page.getByRole('row', { name: /Farid Haddad/ })).toContainText('0')
    await lookAround(page, keyboard)
  } finally {
    await voter.throwAway()
    await server.stop()
  }
})

async function join(page: Page, keyboard: Keyboard, code: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Voting code' })
  await expect(field).toBeVisible()
  await keyboard.walk()
  await keyboard.follow(button(page, 'Skip to the content'), MEETING)
  await keyboard.tabTo(field)
  await keyboard.type('TOO-SHORT')
  await keyboard.press('Enter')
  await expect(field).toBeFocused()
  await expect(field).toHaveAccessibleDescription(/Some are missing/)
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type(code)
  await keyboard.press('Enter')
  await keyboard.expectHeading('Save a recovery file')
}

async function saveRecoveryFile(page: Page, keyboard: Keyboard): Promise<void> {
  const field = page.getByLabel('Passphrase for the file')
  await keyboard.walk()
  await keyboard.tabTo(field)
  await keyboard.type('seven small')
  await keyboard.press('Enter')
  await expect(field).toBeFocused()
  await keyboard.type(' boats at noon')
  await keyboard.tabTo(button(page, 'Show passphrase'))
  await keyboard.press('Space')
  await expect(field).toHaveAttribute('type', 'text')
  const saved = page.waitForEvent('download')
  await keyboard.follow(button(page, 'Save recovery file'), 'Recovery file saved')
  await saved
}

/** The button that removes the choice goes with it. */
async function chooseOne(page: Page, keyboard: Keyboard): Promise<void> {
  await keyboard.walk()
  await keyboard.tabTo(page.getByRole('radio', { name: 'Amara Osei' }))
  await keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'Jonas Lindqvist' })).toBeChecked()
  await keyboard.tabTo(button(page, 'Remove my choice'))
  await keyboard.press('Enter')
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0)
  await keyboard.press('Space')
  await expect(page.getByRole('radio', { name: 'Amara Osei' })).toBeChecked()
}

/** The question stays in view above the options: on a phone, on its side, and with large text. */
async function chooseUpToTheLimit(page: Page, keyboard: Keyboard): Promise<void> {
  for (const viewport of [ON_ITS_SIDE, SHORT, PHONE]) {
    await page.setViewportSize(viewport)
    await keyboard.walk()
  }
  await keyboard.mark(box(page, 'Farid Haddad'))
  await keyboard.mark(box(page, 'Greta Novak'))
  await keyboard.tabTo(box(page, 'Priya Raman'))
  await keyboard.press('Space')
  await expect(box(page, 'Priya Raman')).not.toBeChecked()
  await expect(box(page, 'Priya Raman')).toHaveAccessibleDescription(/first remove one/)
  await keyboard.tabTo(box(page, 'Farid Haddad'), 'Shift+Tab')
  await keyboard.press('Space')
  await keyboard.mark(box(page, 'Priya Raman'))
}

async function approve(page: Page, keyboard: Keyboard): Promise<void> {
  await keyboard.mark(box(page, 'Rainwater tanks for the upper plots'))
  await keyboard.mark(box(page, 'A meadow for bees by the gate'))
  await page.evaluate(enlargeText)
  await keyboard.walk()
  await page.evaluate(() => (document.adoptedStyleSheets = []))
}

/** Without a network at first, so that each of the three states is there long enough to be read. */
async function cast(page: Page, keyboard: Keyboard, server: TestServer): Promise<void> {
  server.proxy.cut(true)
  await keyboard.follow(button(page, 'Cast my ballot'), 'My ballots')
  await expectStage(page, 'Saved on this phone')
  await expect(button(page, 'Send now')).toBeVisible()
  await keyboard.walk()
  await keyboard.tabTo(button(page, 'Show my choices'))
  await keyboard.press('Enter')
  await expect(page.getByText('Priya Raman')).toBeVisible()
  await keyboard.press('Escape')
  await expect(page.getByText('Priya Raman')).toBeHidden()
  await declineInstallation(page, keyboard)
  server.proxy.cut(false)
  server.proxy.slowDown(500, Infinity)
  await keyboard.tabTo(button(page, 'Send now'))
  await keyboard.press('Enter')
  await expectStage(page, 'Received')
  await expectStage(page, 'Counted')
  await expect(button(page, 'Send now')).toHaveCount(0)
  await keyboard.expectFocus()
}

/** What Chromium sends where the app can be installed; headless, it never does. */
async function declineInstallation(page: Page, keyboard: Keyboard): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('beforeinstallprompt', { cancelable: true })))
  await keyboard.follow(button(page, 'Not now'), 'My ballots')
}

/** The other screens, and the offer of a newer version, which stays in view and goes when it is answered. */
async function lookAround(page: Page, keyboard: Keyboard): Promise<void> {
  await keyboard.follow(link(page, 'Restore from a recovery file'), 'Restore from a recovery file')
  await keyboard.walk()
  await keyboard.tabTo(button(page, 'Restore'))
  await keyboard.press('Enter')
  await expect(page.getByLabel('Recovery file', { exact: true })).toBeFocused()
  await expect(page.getByText('Choose the recovery file first.')).toBeVisible()
  await keyboard.follow(link(page, 'Urna, home'), 'Your elections')
  for (const answer of ['Later', 'Update now']) {
    await page.evaluate(() =>
      window.dispatchEvent(new CustomEvent('urna-update-ready', { detail: { apply() {} } })),
    )
    await expect(button(page, answer)).toBeInViewport()
    await keyboard.walk()
    await keyboard.follow(button(page, answer), 'Your elections')
  }
  await keyboard.follow(link(page, 'How it works'), 'How it works')
  await keyboard.walk()
}

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })
const link = (page: Page, name: string): Locator => page.getByRole('link', { name, exact: true })
const box = (page: Page, name: string): Locator => page.getByRole('checkbox', { name, exact: true })
