import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import type { Showcase } from './showcase.ts'
import { newScreenPage, showState } from './showcase.ts'
import { STATES } from './states.ts'

const FOLDER = 'client/public/screenshots'
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 }
const DESKTOP = { viewport: { width: 1280, height: 800 } }

/** What a browser shows to whoever is about to install the app; sizes and names are those of the web app manifest. */
const PICTURES = [
  { state: 'ballot-one-choice', file: 'ballot.png', look: PHONE },
  { state: 'review', file: 'review.png', look: PHONE },
  { state: 'results-live', file: 'results.png', look: DESKTOP },
]

export async function photographForInstall(browser: Browser, showcase: Showcase): Promise<void> {
  for (const { state, file, look } of PICTURES) {
    const shown = STATES.find(({ name }) => name === state)
    if (!shown) throw new Error(`there is no state ${state}`)
    const page = await newScreenPage(browser, { ...look, reducedMotion: 'reduce' })
    await showState(page, showcase, shown)
    await page.screenshot({ path: join(FOLDER, file) })
    await page.context().close()
  }
}
