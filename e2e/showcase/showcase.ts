import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { build, preview } from 'vite'
import type { ScreenState } from './screen-state.ts'

const FOLDER = '../dist/showcase'
/** The day on which everything that the showcase shows was made. */
const TODAY = new Date('2026-11-24T10:00:00Z')

export interface Showcase {
  readonly origin: string
  close(): Promise<void>
}

/** The voters' app over phones in memory: built as voters get it, but for those phones. */
export async function openShowcase(): Promise<Showcase> {
  await build({ mode: 'showcase', logLevel: 'silent', build: { outDir: FOLDER, emptyOutDir: true } })
  const server = await preview({ build: { outDir: FOLDER }, preview: { host: '127.0.0.1', port: 0 } })
  return {
    origin: `http://127.0.0.1:${String((server.httpServer.address() as { port: number }).port)}`,
    close: () => server.close(),
  }
}

/** A page that stands at the showcase's day, without a service worker that would answer for it. */
export async function newScreenPage(browser: Browser, look: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    serviceWorkers: 'block',
    ...look,
  })
  const page = await context.newPage()
  await page.clock.setFixedTime(TODAY)
  // A draft of the state before is no part of this one, nor is the language that it ended in.
  await page.addInitScript(() => {
    sessionStorage.clear()
    localStorage.clear()
  })
  return page
}

/** Opens a state afresh; resolves when its screen stands still. */
export async function showState(page: Page, { origin }: Showcase, { path, act }: ScreenState): Promise<void> {
  await page.goto('about:blank')
  await page.goto(`${origin}/${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await act?.(page)
  await page.evaluate(async () => {
    await document.fonts.ready
    // What was pressed may have been further down.
    scrollTo(0, 0)
  })
}
