import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { findViolations } from './axe.ts'
import { Keyboard } from './keyboard.ts'
import { TestServer } from './server.ts'
import { cast, expectStage, join, smallElection } from './steps.ts'
import { Voter } from './voter.ts'

const BAKERIES = [
  { id: 'abel', title: 'Abel' },
  { id: 'brot', title: 'Brot & Co.' },
  { id: 'crust', title: 'Crust' },
]

const STREETS = Array.from({ length: 20 }, (_, number) => ({
  id: `s${number}`,
  title: `${number + 1} Élysée Street`,
}))

/** One contest for each kind of paper that is not a selection. */
const PAPERS = {
  ...smallElection('papers'),
  contests: [
    { id: 'first', title: 'Which baker first?', method: 'irv', options: BAKERIES, order: 'random' },
    { id: 'equal', title: 'Which bakers at all?', method: 'schulze', options: BAKERIES },
    { id: 'stars', title: 'How good is the bread?', method: 'star', options: BAKERIES, maxScore: 5 },
    { id: 'points', title: 'How good is the cake?', method: 'score', options: BAKERIES, maxScore: 20 },
    {
      id: 'street',
      title: 'In which street?',
      method: 'stv-scottish',
      seats: 2,
      maxSelections: 3,
      options: STREETS,
    },
  ],
}

test('a voter ranks and scores, sees it in the review, and the ballot is counted', async () => {
  const server = await TestServer.start()
  const voter = await Voter.create()
  try {
    const { page } = voter
    const election = await server.openElection(PAPERS, 10)
    const keyboard = await Keyboard.of(page)
    await join(page, election, election.codes[0] ?? '')
    await page.goto(`${server.origin}/#/e/papers/vote`)
    await rank(page)
    await rankWithEquals(page)
    await giveStars(page)
    await writeScores(page)
    await rankOnLongPaper(page, keyboard)
    await expectReview(page)
    await cast(page)
    await expectStage(page, 'Counted')
    await page.getByRole('button', { name: 'Show my choices' }).click()
    await expect(page.getByRole('definition').filter({ hasText: 'Brot & Co.' }).first()).toHaveText(
      /^\s*1\s+Brot/,
    )
  } finally {
    await voter.throwAway()
    await server.stop()
  }
})

/** A reload brings back the order of the options and the ranking. */
async function rank(page: Page): Promise<void> {
  const options = page.getByRole('checkbox')
  await expect(options).toHaveCount(3)
  const order = (): Promise<readonly string[]> =>
    options.evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value))
  const shown = await order()
  await page.getByText('Crust', { exact: true }).click()
  await page.getByText('Brot & Co.', { exact: true }).click()
  await page.getByRole('button', { name: /^Move .*Brot & Co\..* up$/ }).click()
  await page.reload()
  await expect(page.getByRole('checkbox', { name: 'Brot & Co.' })).toHaveAccessibleDescription('Place 1')
  expect(await order()).toEqual(shown)
  expect(await findViolations(page)).toEqual([])
  await page.getByRole('link', { name: 'Next' }).click()
}

async function rankWithEquals(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Which bakers at all?' })).toBeVisible()
  for (const name of ['Crust', 'Abel']) await page.getByText(name, { exact: true }).click()
  await page.getByRole('button', { name: /^Share place 1/ }).click()
  await page.getByRole('link', { name: 'Next' }).click()
}

async function giveStars(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'How good is the bread?' })).toBeVisible()
  const bread = page.getByRole('radiogroup', { name: 'Abel' })
  await bread.getByRole('radio', { name: '4', exact: true }).check({ force: true })
  await page.getByRole('link', { name: 'Next' }).click()
}

async function writeScores(page: Page): Promise<void> {
  await page.getByRole('spinbutton', { name: 'Crust' }).fill('20')
  await page.getByRole('button', { name: /^Raise the score of .*Abel/ }).click()
  await page.getByRole('link', { name: 'Next' }).click()
}

/** Nothing that stays in view, above the options or below them, lies over what the keyboard comes to. */
async function rankOnLongPaper(page: Page, keyboard: Keyboard): Promise<void> {
  await page.getByRole('searchbox').fill('17 elysee')
  await expect(page.getByText('1 of 20 options are shown')).toBeVisible()
  await keyboard.tabTo(page.getByRole('checkbox', { name: '17 Élysée Street' }))
  await keyboard.press('Space')
  await page.getByRole('searchbox').fill('')
  await page.getByText('2 Élysée Street', { exact: true }).click()
  await expect(page.getByText('2 of 3 ranked')).toBeVisible()
  await keyboard.walk()
  await keyboard.tabTo(page.getByRole('button', { name: /^Move .*17 Élysée Street.* down$/ }))
  await keyboard.press('Enter')
  await expect(
    page.getByRole('status').filter({ hasText: /17 Élysée Street.* is now in place 2 of 2/ }),
  ).toBeAttached()
  await page.getByRole('link', { name: 'Review your ballot' }).click()
}

async function expectReview(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Cast my ballot' })).toBeVisible()
  for (const words of [
    '1 Brot & Co.',
    '2 Crust',
    '1 Abel = Crust',
    'Abel 4 of 5',
    'Abel 1 of 20',
    'Crust 20 of 20',
  ])
    await expect(page.locator('ol.paper ul li').filter({ hasText: words })).toBeVisible()
  await expect(page.getByText('you could still choose')).toHaveCount(0)
  expect(await findViolations(page)).toEqual([])
}
