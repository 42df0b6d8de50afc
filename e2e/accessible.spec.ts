import { expect, test } from '@playwright/test'
import { findViolations } from './axe.ts'
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
    expect(await findViolations(page)).toEqual([])
    await join(page, election, election.codes[0] ?? '')
    expect(await findViolations(page)).toEqual([])
    await fillBallot(page, 'accessible', 'Ada Park', ['Apple'])
    await expect(page.getByRole('button', { name: 'Cast my ballot' })).toBeVisible()
    expect(await findViolations(page)).toEqual([])
    await cast(page)
    await expectStage(page, 'Counted')
    expect(await findViolations(page)).toEqual([])
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
      expect(await findViolations(page)).toEqual([])
    }
  } finally {
    await voter.throwAway()
    await server.stop()
  }
})
