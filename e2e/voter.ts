import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import config from '../playwright.config.ts'

/** A phone: a browser with a profile on disk, which survives its being closed, or killed. */
export class Voter {
  readonly #profile: string
  #context: BrowserContext | undefined

  private constructor(profile: string) {
    this.#profile = profile
  }

  static async create(): Promise<Voter> {
    const voter = new Voter(await mkdtemp(join(tmpdir(), 'urna-phone-')))
    await voter.openBrowser()
    return voter
  }

  async openBrowser(): Promise<void> {
    const { launchOptions, viewport, locale } = config.use ?? {}
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      ...launchOptions,
      viewport: viewport ?? null,
      ...(locale ? { locale } : {}),
    })
  }

  async closeBrowser(): Promise<void> {
    await this.#context?.close()
    this.#context = undefined
  }

  /** Ends the browser as a crash or an empty battery would, with nothing written on the way out. */
  async killBrowser(): Promise<void> {
    const session = await this.context.newCDPSession(this.page)
    const closed = new Promise((resolve) => this.context.once('close', resolve))
    await session.send('Browser.crash').catch(() => undefined)
    await closed
    this.#context = undefined
  }

  get context(): BrowserContext {
    if (!this.#context) throw new Error('the browser is closed')
    return this.#context
  }

  get page(): Page {
    const page = this.context.pages().at(-1)
    if (!page) throw new Error('the browser has no page')
    return page
  }

  async throwAway(): Promise<void> {
    await this.closeBrowser()
    await rm(this.#profile, { recursive: true, force: true })
  }
}
