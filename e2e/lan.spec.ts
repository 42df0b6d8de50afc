import { X509Certificate } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { chromium, expect, test } from '@playwright/test'
import config from '../playwright.config.ts'
import { LanServer, NAME } from './lan-server.ts'
import { cast, expectStage, fillDemonstrationBallot, join as joinElection, untilInstalled } from './steps.ts'
import { canTrust, trustAuthority } from './trust-store.ts'

const NO_STORE = 'no certutil here (Debian: libnss3-tools), so no browser can be told whom to trust'

let directory: string
let server: LanServer
test.beforeEach(async () => {
  test.skip(!(await canTrust()), NO_STORE)
  directory = await mkdtemp(join(tmpdir(), 'urna-lan-'))
  server = await LanServer.start(join(directory, 'data'))
})
test.afterEach(async () => {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

test('a phone in the network trusts the server once, joins with what the start printed, and votes', async () => {
  const joinLink = server.read(/Join link +(\S+)/)
  const trustPage = server.read(/Trust page +(\S+)/)

  const stranger = await openPhone('stranger')
  await expect(stranger.page.goto(joinLink)).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID')
  // The browser may still be on its way to its page about the error: what follows has a tab of its own.
  const certificate = await getCertificate(await stranger.context.newPage(), trustPage)
  expect(new X509Certificate(certificate).fingerprint256).toBe(server.read(/Fingerprint +(\S+)/))
  await stranger.context.close()

  await trustAuthority(join(directory, 'voter'), certificate)
  const voter = await openPhone('voter')
  await voter.page.goto(trustPage)
  await voter.page.getByRole('link', { name: /^Open https:/ }).click()
  await untilInstalled(voter.page)
  await joinElection(voter.page, { joinLink }, server.read(/^ +((?:\w{4}-){3}\w{4}) /m))
  await fillDemonstrationBallot(voter.page, joinLink)
  await cast(voter.page)
  await expectStage(voter.page, 'Counted')
  await voter.context.close()
})

/** A browser with a home of its own, whose store of authorities nobody else shares. */
async function openPhone(name: string): Promise<{ context: BrowserContext; page: Page }> {
  const home = join(directory, name)
  await mkdir(home, { recursive: true })
  const { launchOptions, viewport, locale } = config.use ?? {}
  const context = await chromium.launchPersistentContext(join(home, 'profile'), {
    ...launchOptions,
    args: [...(launchOptions?.args ?? []), `--host-resolver-rules=MAP ${NAME} 127.0.0.1`],
    env: { ...process.env, HOME: home },
    viewport: viewport ?? null,
    ...(locale ? { locale } : {}),
  })
  return { context, page: context.pages()[0] ?? (await context.newPage()) }
}

async function getCertificate(page: Page, trustPage: string): Promise<Uint8Array> {
  await page.goto(trustPage)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Get the certificate' }).click(),
  ])
  return readFile(await download.path())
}
