import { expect, test } from '@playwright/test'
import { TestServer } from './server.ts'
import { cast, expectStage, fillBallot, join, smallElection, untilInstalled } from './steps.ts'
import { Voter } from './voter.ts'

const YEAR_MS = 366 * 86_400_000

test('phones whose clocks are a year off, ahead and behind, vote offline and are counted, and see no false alarm', async () => {
  const server = await TestServer.start()
  const voters = await Promise.all([Voter.create(), Voter.create()])
  try {
    const election = await server.openElection(smallElection('clock-off'), 10)
    for (const [index, { page }] of voters.entries()) {
      await page.clock.setSystemTime(Date.now() + (index === 0 ? YEAR_MS : -YEAR_MS))
      await join(page, election, election.codes[index] ?? '')
      await untilInstalled(page)
    }
    server.proxy.cut(true)
    for (const { page } of voters) {
      await page.reload()
      await fillBallot(page, 'clock-off', 'Ada Park', ['Apple'])
      await cast(page)
      await expectStage(page, 'Saved on this phone')
    }
    server.proxy.cut(false)
    for (const { page } of voters) {
      await page.reload()
      await expectStage(page, 'Counted')
      await expect(page.getByText('The office promised')).toHaveCount(0)
      await page.goto(`${server.origin}/#/e/clock-off`)
      await expect(page.getByText(/You can change your vote until/)).toBeVisible()
    }
    expect(await server.result('clock-off')).toMatchObject({
      turnout: 2,
      contests: [{ votes: { ada: 2 } }, {}],
    })
  } finally {
    await Promise.all(voters.map((voter) => voter.throwAway()))
    await server.stop()
  }
})
