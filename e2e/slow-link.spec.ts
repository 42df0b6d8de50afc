import { expect, test } from '@playwright/test'
import { TestServer } from './server.ts'
import { cast, fillBallot, smallElection, untilInstalled } from './steps.ts'
import { Voter } from './voter.ts'

test('over a slow link that drops every tenth request a voter joins, votes, changes their mind, and is counted', async () => {
  const server = await TestServer.start()
  const voter = await Voter.create()
  try {
    const { page } = voter
    const election = await server.openElection(smallElection('slow-link'), 10)
    await page.goto(server.origin)
    await untilInstalled(page)
    const dropped = server.proxy.slowDown(40, 10)
    await page.goto(`${election.joinLink}/${election.codes[0] ?? ''}`)
    await joinPatiently(page)
    for (const chair of ['Ada Park', 'Bob Stone']) {
      await fillBallot(page, 'slow-link', chair, ['Apple'])
      await cast(page)
    }
    await expect(page.getByText('It no longer counts: your later ballot is counted.')).toBeVisible()
    expect(dropped()).toBeGreaterThan(0)
    expect(await server.result('slow-link')).toMatchObject({
      size: 2,
      turnout: 1,
      contests: [{ votes: { ada: 0, bob: 1 } }, {}],
    })
  } finally {
    await voter.throwAway()
    await server.stop()
  }
})

/** What a voter does whose request was lost: reads what the page says, and presses the button again. */
async function joinPatiently(page: Voter['page']): Promise<void> {
  await expect(async () => {
    await page.getByRole('button', { name: /^(Try again|Join)$/ }).click({ timeout: 3000 })
    await expect(page).toHaveURL(/\/recovery$/, { timeout: 3000 })
  }).toPass()
}
