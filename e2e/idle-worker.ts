import type { CDPSession, Page } from '@playwright/test'

/**
 * Stops a page's service worker when another waits to take over, as browsers do with one that has been idle for half a
 * minute. While a debugger watches, as in every test, they do not, and a worker that was at work when the other was let in
 * never makes room for it.
 */
export class IdleWorker {
  readonly #browser: CDPSession
  readonly #states = new Map<string, string>()

  private constructor(browser: CDPSession) {
    this.#browser = browser
    browser.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { versionId, status } of versions) this.#states.set(versionId, status)
    })
  }

  static async watch(page: Page): Promise<IdleWorker> {
    const worker = new IdleWorker(await page.context().newCDPSession(page))
    await worker.#browser.send('ServiceWorker.enable')
    return worker
  }

  async rest(): Promise<void> {
    const isAnotherWaiting = [...this.#states.values()].includes('installed')
    for (const [versionId, state] of this.#states)
      if (isAnotherWaiting && state === 'activated')
        await this.#browser.send('ServiceWorker.stopWorker', { versionId })
  }
}
