import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { TestServer } from './server.ts'
import { cast, expectStage, fillBallot, join, smallElection } from './steps.ts'
import { Voter } from './voter.ts'

test('axe finds nothing on the way from the link to the result', async () => {
  const server = await TestServer.start()
  const voter = await Voter.create()
  try {
    const { page } = voter
    const election = await server.openElection(smallElection('accessible'), 10)
    await page.goto(election.joinLink)
    await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeVisible()
    await expectAccessible(page)
    await join(page, election, election.codes[0] ?? '')
    await expectAccessible(page)
    await fillBallot(page, 'accessible', 'Ada Park', ['Apple'])
    await expect(page.getByRole('button', { name: 'Cast my ballot' })).toBeVisible()
    await expectAccessible(page)
    await cast(page)
    await expectStage(page, 'Counted')
    await expectAccessible(page)
    for (const screen of [
      '#/',
      '#/about',
      '#/recover',
      '#/e/accessible',
      '#/e/accessible/vote',
      '#/e/accessible/results',
    ]) {
      await page.goto(`${server.origin}/${screen}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page)
    }
  } finally {
    await voter.throwAway()
    await server.stop()
  }
})

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}
