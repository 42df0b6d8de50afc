import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { findViolations } from './axe.ts'
import { TestServer } from './server.ts'
import { chooseLanguage } from './showcase/looks.ts'
import { findForeignWords } from './showcase/looks-wrong.ts'
import { smallElection, untilInstalled } from './steps.ts'
import { Voter } from './voter.ts'

test('a voter reads Arabic from the join link to the result, without a network too, and changes the language there', async () => {
  const server = await TestServer.start()
  const voter = await Voter.create()
  try {
    const { page } = voter
    const election = await server.openElection(smallElection('arabic'), 10)
    await page.goto(`${election.joinLink}/${election.codes[0] ?? ''}`)
    await page.locator('language-switch select').focus()
    await chooseLanguage(page, 'ar')
    await expect(page.locator('language-switch select')).toBeFocused()
    await expectArabic(page)
    await press(page, 'انضمام')
    await expect(page).toHaveURL(/\/recovery$/)
    await expectArabic(page)
    await untilInstalled(page)

    server.proxy.cut(true)
    await follow(page, 'المتابعة من دون ملف')
    await follow(page, 'بدء التصويت')
    await page.getByText('Ada Park', { exact: true }).click()
    await expectArabic(page)
    await follow(page, 'التالي')
    await page.getByText('Walnut', { exact: true }).click()
    await follow(page, 'مراجعة بطاقتك')
    await expectArabic(page)
    await press(page, 'الإدلاء بصوتي')
    await expectWord(page, 'محفوظة على هذا الهاتف')

    // French was never read on this phone: the service worker has it all the same.
    await chooseLanguage(page, 'fr')
    await expectWord(page, 'Enregistré sur ce téléphone')
    await chooseLanguage(page, 'ar')
    await page.reload()
    await expectWord(page, 'محفوظة على هذا الهاتف')
    await expectArabic(page)

    server.proxy.cut(false)
    await expectWord(page, 'محتسَبة')
    await expectArabic(page)
    await follow(page, 'النتائج')
    await expect(page.getByText('بطاقة واحدة من أصل')).toBeVisible()
    await expectArabic(page)
    await expectBarFromTheRight(page)
    expect(await server.result('arabic')).toMatchObject({ turnout: 1 })
  } finally {
    await voter.throwAway()
    await server.stop()
  }
})

test('a first visit is in the browser’s language, and stays in it while another cannot be fetched', async ({
  browser,
}) => {
  const server = await TestServer.start()
  const context = await browser.newContext({ locale: 'ar-EG', serviceWorkers: 'block' })
  try {
    const page = await context.newPage()
    await page.goto(server.origin)
    await expectArabic(page)
    await expect(page).toHaveTitle(/^[\u0600-\u06ff]/)

    await page.route('**/fr-*.js', (route) => route.abort())
    await page.locator('language-switch select').selectOption('fr')
    await expect(page.getByText('تلك اللغة ليست على هذا الهاتف بعد.')).toBeVisible()
    await expect(page.locator('language-switch select')).toHaveValue('ar')
    await expectArabic(page)
    await page.unroute('**/fr-*.js')
    await chooseLanguage(page, 'fr')
  } finally {
    await context.close()
    await server.stop()
  }
})

async function expectArabic(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await page.evaluate(findForeignWords)).toEqual([])
  expect(await findViolations(page)).toEqual([])
}

async function expectWord(page: Page, word: string): Promise<void> {
  await expect(page.getByText(word, { exact: true }).first()).toBeVisible()
}

/** Where an Arabic reader begins to read a bar. */
async function expectBarFromTheRight(page: Page): Promise<void> {
  const [track, bar] = await Promise.all([
    page.locator('.track').nth(1).boundingBox(),
    page.locator('.bar').nth(1).boundingBox(),
  ])
  if (!track || !bar) throw new Error('there is no bar')
  expect(bar.width).toBeLessThan(track.width / 2)
  expect(bar.x + bar.width).toBeCloseTo(track.x + track.width, 0)
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()
