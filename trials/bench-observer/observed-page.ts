import type { Browser, Page } from 'playwright'
import { chromium } from 'playwright'
import { CHROMIUM_ARGS, chromiumPath } from '../../e2e/chromium.ts'

/** Hours: an election may be large. */
const PATIENCE_MS = 6 * 3600_000

/** Times are seconds. */
export interface ObservedRun {
  readonly copy: number
  readonly recount: number
  /** The longest task of the page's own thread while the observer worked; 0 where none took 50 ms. */
  readonly longestStall: number
  /** The gaps between frames, at their longest. */
  readonly longestFrame: number
  readonly processors: number
}

type Stalls = Pick<ObservedRun, 'longestStall' | 'longestFrame' | 'processors'>

/** Opens the observer's page as anyone does whom `link` leads there, and waits for its verdict. @throws {Error} it did not verify. */
export async function observeInChromium<T>(
  link: string,
  then: (page: Page, run: ObservedRun) => Promise<T>,
): Promise<T> {
  const executablePath = chromiumPath()
  const launch = { args: [...CHROMIUM_ARGS], ...(executablePath ? { executablePath } : {}) }
  const browser = await chromium.launch(launch)
  try {
    const page = await openPage(browser, link)
    return await then(page, await watchObserver(page))
  } finally {
    await browser.close()
  }
}

async function openPage(browser: Browser, link: string): Promise<Page> {
  // The bare loop starts workers by hand afterwards, which the policy of the page forbids.
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(link)
  return page
}

async function watchObserver(page: Page): Promise<ObservedRun> {
  const begin = page.getByRole('button', { name: 'Copy and count' })
  await begin.waitFor()
  await page.evaluate(WATCH_STALLS)
  await begin.click()
  const began = performance.now()
  await page.getByText(/checked and counted$/).waitFor()
  const copied = performance.now()
  await page.getByRole('button', { name: 'Count again' }).waitFor()
  const counted = performance.now()
  if (!(await page.getByRole('heading', { name: 'Verified', exact: true }).isVisible()))
    throw new Error('the observer did not verify the election')
  const stalls = await page.evaluate<Stalls>(READ_STALLS)
  return { copy: (copied - began) / 1000, recount: (counted - copied) / 1000, ...stalls }
}

/** In the page: from now on it notes how long its thread was kept from drawing. */
const WATCH_STALLS = `(() => {
  globalThis.urnaStalls = { task: 0, frame: 0 }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) urnaStalls.task = Math.max(urnaStalls.task, duration)
  }).observe({ type: 'longtask' })
  let last = performance.now()
  const frame = (now) => {
    urnaStalls.frame = Math.max(urnaStalls.frame, now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
})()`

const READ_STALLS = `({
  longestStall: urnaStalls.task / 1000,
  longestFrame: urnaStalls.frame / 1000,
  processors: navigator.hardwareConcurrency,
})`
