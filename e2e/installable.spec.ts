import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, expect, test } from '@playwright/test'
import config from '../playwright.config.ts'
import { TestServer } from './server.ts'
import { smallElection, untilInstalled } from './steps.ts'
import { Voter } from './voter.ts'

test.describe.configure({ mode: 'serial' })

const SITE = 'dist/client'

interface Manifest {
  readonly id: string
  readonly scope: string
  readonly icons: readonly { readonly src: string; readonly sizes: string; readonly purpose?: string }[]
  readonly screenshots: readonly {
    readonly src: string
    readonly sizes: string
    readonly form_factor: string
  }[]
  readonly shortcuts: readonly { readonly url: string }[]
}

let server: TestServer
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.stop())

test('the browser finds nothing against installing the app, and every picture is as the manifest says', async () => {
  const voter = await Voter.create()
  try {
    const { page, context } = voter
    await page.goto(server.origin)
    await untilInstalled(page)
    const browser = await context.newCDPSession(page)
    const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors')
    expect(installabilityErrors).toEqual([])
    const { errors, data } = await browser.send('Page.getAppManifest')
    expect(errors).toEqual([])
    const manifest = JSON.parse(data ?? '') as Manifest
    expect(manifest).toMatchObject({ id: '/', scope: '/' })
    expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable')
    expect(manifest.screenshots.map(({ form_factor: form }) => form)).toEqual(['narrow', 'narrow', 'wide'])
    for (const picture of [...manifest.icons, ...manifest.screenshots])
      if (picture.src.endsWith('.png')) expect(await sizeOf(picture.src), picture.src).toBe(picture.sizes)
    for (const { url } of manifest.shortcuts) {
      await page.goto(new URL(url, server.origin).href)
      await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('This link leads nowhere')
    }
  } finally {
    await voter.throwAway()
  }
})

test('an address without HTTPS says why nobody can vote there, and what to do', async () => {
  const args = [...(config.use?.launchOptions?.args ?? []), '--host-resolver-rules=MAP vote.test 127.0.0.1']
  const browser = await chromium.launch({ ...config.use?.launchOptions, args })
  try {
    const page = await browser.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    const election = await server.openElection(smallElection('plain'), 1)
    await page.goto(election.joinLink.replace('localhost', 'vote.test'))
    await expect(page.getByRole('heading', { name: 'You cannot vote at this address' })).toBeVisible()
    await expect(page.getByText('Ask the organiser for the address that begins with https://')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Join' })).toHaveCount(0)
    expect(faults).toEqual([])
    // The same page at an address that browsers trust.
    await page.goto(election.joinLink)
    await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeVisible()
  } finally {
    await browser.close()
  }
})

/** Width and height of a PNG stand at the same place in every file. */
async function sizeOf(path: string): Promise<string> {
  const file = await readFile(join(SITE, path))
  return `${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`
}
