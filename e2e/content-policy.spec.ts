import type { Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { TestServer } from './server.ts'
import { cast, expectStage, fillBallot, join, smallElection, untilInstalled } from './steps.ts'
import { Voter } from './voter.ts'

test('no screen asks another origin for anything, or breaks the content security policy or Trusted Types', async () => {
  const server = await TestServer.start()
  const voter = await Voter.create()
  try {
    const seen = await watch(voter.page, server.origin)
    const election = await server.openElection(smallElection('policy'), 10)
    await voter.page.goto(server.origin)
    await untilInstalled(voter.page)
    await join(voter.page, election, election.codes[0] ?? '')
    await fillBallot(voter.page, 'policy', 'Ada Park', ['Apple'])
    await cast(voter.page)
    await expectStage(voter.page, 'Counted')
    for (const screen of [
      '',
      '#/e/policy',
      '#/e/policy/results',
      '#/e/policy/ballots',
      '#/about',
      '#/recover',
      '#/?',
    ]) {
      await voter.page.goto(`${server.origin}/${screen}`)
      await expect(voter.page.getByRole('heading').first()).toBeVisible()
    }
    await voter.page.goto(`${server.origin}/#/observe/policy`)
    await voter.page.getByRole('button', { name: 'Copy and count' }).click()
    await expect(voter.page.getByRole('heading', { name: 'Verified', exact: true })).toBeVisible()
    await voter.page.reload()
    expect(await seen()).toEqual([])
    // The watch itself works: what the policy forbids is seen.
    await voter.page
      .evaluate(() => {
        document.body.insertAdjacentHTML('beforeend', '<p style="color:red">markup from text</p>')
      })
      .catch(() => undefined)
    await voter.page.evaluate(() => fetch('https://elsewhere.example/').catch(() => undefined))
    const broken = (await seen()).join('\n')
    expect(broken).toContain('require-trusted-types-for')
    expect(broken).toContain('https://elsewhere.example/')
  } finally {
    await voter.throwAway()
    await server.stop()
  }
})

/** @returns what was requested from elsewhere, and what the browser refused on any page since. */
async function watch(page: Page, origin: string): Promise<() => Promise<readonly string[]>> {
  const complaints: string[] = []
  await page.context().exposeFunction('complain', (complaint: string) => void complaints.push(complaint))
  await page.context().addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { complain } = window as unknown as { complain: (complaint: string) => void }
      complain(`${violatedDirective} ${blockedURI}`)
    })
  })
  page.context().on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) complaints.push(url)
  })
  page.on('console', (message) => {
    if (/content security policy|trusted ?(type|html|script)/i.test(message.text()))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return () => Promise.resolve(complaints)
}
