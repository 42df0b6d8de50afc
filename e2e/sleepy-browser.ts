import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from '@playwright/test'
import { chromium } from '@playwright/test'
import config from '../playwright.config.ts'

/**
 * A browser whose tabs can fall asleep. In one that Playwright launches itself every tab is kept as if it had the focus,
 * and Chromium freezes no such tab.
 */
export class SleepyBrowser {
  readonly context: BrowserContext
  readonly #end: () => Promise<void>

  private constructor(context: BrowserContext, end: () => Promise<void>) {
    this.context = context
    this.#end = end
  }

  static async open(): Promise<SleepyBrowser> {
    const profile = await mkdtemp(join(tmpdir(), 'urna-phone-'))
    const { executablePath = chromium.executablePath(), args = [] } = config.use?.launchOptions ?? {}
    const flags = [
      '--headless=new',
      '--remote-debugging-port=0',
      '--lang=en-GB',
      `--user-data-dir=${profile}`,
    ]
    const child = spawn(executablePath, [...flags, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const browser = await chromium.connectOverCDP(await readEndpoint(child.stderr), { noDefaults: true })
    const [context] = browser.contexts()
    if (!context) throw new Error('the browser has no context')
    return new SleepyBrowser(context, async () => {
      await browser.close()
      child.kill()
      await ended
      await rm(profile, { recursive: true, force: true, maxRetries: 3 })
    })
  }

  close(): Promise<void> {
    return this.#end()
  }
}

/** Chromium says on its standard error where it listens. */
async function readEndpoint(output: Readable): Promise<string> {
  let text = ''
  for await (const chunk of output.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk
    const endpoint = /DevTools listening on (\S+)/.exec(text)?.[1]
    if (endpoint !== undefined) return endpoint
  }
  throw new Error(`the browser did not start: ${text}`)
}
