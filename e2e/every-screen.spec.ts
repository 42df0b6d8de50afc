import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { findViolations } from './axe.ts'
import { chooseLanguage, enlargeText, shrinkText } from './showcase/looks.ts'
import { findCutOff, findForeignWords, findMotion } from './showcase/looks-wrong.ts'
import type { Showcase } from './showcase/showcase.ts'
import { newScreenPage, openShowcase, showState } from './showcase/showcase.ts'
import { STATES } from './showcase/states.ts'

test.describe.configure({ mode: 'default' })

let showcase: Showcase
let page: Page
test.beforeAll(async ({ browser }) => {
  showcase = await openShowcase()
  page = await newScreenPage(browser, { viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' })
})
test.afterAll(() => showcase.close())

for (const state of STATES)
  test(`${state.name}: axe finds nothing, and nothing is cut off, moves or stays untranslated`, async () => {
    await page.emulateMedia({ colorScheme: 'light' })
    await showState(page, showcase, state)
    expect(await findViolations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findViolations(page, ['color-contrast'])).toEqual([])
    expect(await page.evaluate(findCutOff)).toEqual([])
    expect(await page.evaluate(findMotion)).toEqual([])
    await page.evaluate(enlargeText)
    for (const language of ['en', 'es', 'fr', 'ar']) {
      await chooseLanguage(page, language)
      expect(await page.evaluate(findCutOff), `with text at 200 %, in ${language}`).toEqual([])
    }
    await page.evaluate(shrinkText)
    expect(await page.evaluate(findCutOff), 'from right to left').toEqual([])
    expect(await page.evaluate(findForeignWords), 'in Arabic').toEqual([])
  })
