import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { enlargeText } from './showcase/looks.ts'
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
  test(`${state.name}: axe finds nothing by day and by night, and nothing is cut off`, async () => {
    await page.emulateMedia({ colorScheme: 'light' })
    await showState(page, showcase, state)
    expect(await findViolations(new AxeBuilder({ page }))).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findViolations(new AxeBuilder({ page }).withRules(['color-contrast']))).toEqual([])
    expect(await findCutOff(page)).toEqual([])
    await page.evaluate(enlargeText)
    expect(await findCutOff(page), 'with text at 200 %').toEqual([])
    await page.evaluate(() => (document.documentElement.dir = 'rtl'))
    expect(await findCutOff(page), 'from right to left').toEqual([])
  })

async function findViolations(axe: AxeBuilder): Promise<readonly string[]> {
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** What sticks out of the page sideways, in every shadow root: on a phone it would have to be scrolled to. */
function findCutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth
    const outside: string[] = []
    const visit = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        const { left, right, width } = element.getBoundingClientRect()
        if (!element.closest('.unseen') && width > 0 && (left < -1 || right > wide + 1))
          outside.push(element.outerHTML.slice(0, 100))
        if (element.shadowRoot) visit(element.shadowRoot)
      }
    }
    visit(document)
    return outside
  })
}
