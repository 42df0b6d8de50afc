import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from '@playwright/test'
import { chromium } from '@playwright/test'
import config from '../playwright.config.ts'

const CONNECTION = { noDefaults: true, timeout: 20_000 }

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

  /** A browser that does not answer in time, as happens on a busy machine, is started anew, once. */
  static open(): Promise<SleepyBrowser> {
    return SleepyBrowser.#start().catch(() => SleepyBrowser.#start())
  }

  static async #start(): Promise<SleepyBrowser> {
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
    const end = async (): Promise<void> => {
      child.kill()
      await ended
      await rm(profile, { recursive: true, force: true, maxRetries: 3 })
    }
    try {
      const browser = await chromium.connectOverCDP(await readEndpoint(child.stderr), CONNECTION)
      const [context] = browser.contexts()
      if (!context) throw new Error('the browser has no context')
      return new SleepyBrowser(context, () => browser.close().then(end))
    } catch (error) {
      await end()
      throw error
    }
  }

  close(): Promise<void> {
    return this.#end()
  }
}

/** Chromium says on its standard error where it listens. */
async function readEndpoint(output: Readable): Promise<string> {
  let text = ''
  // Read on afterwards: a browser whose standard error is closed may stop at its next complaint.
  for await (const chunk of output.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += chunk as string
    const endpoint = /DevTools listening on (\S+)/.exec(text)?.[1]
    if (endpoint === undefined) continue
    output.resume()
    return endpoint
  }
  throw new Error(`the browser did not start: ${text}`)
}
