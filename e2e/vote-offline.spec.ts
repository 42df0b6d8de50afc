import { expect, test } from '@playwright/test'
import { TestServer } from './server.ts'
import { cast, expectStage, fillBallot, join, smallElection, untilInstalled } from './steps.ts'
import { Voter } from './voter.ts'

test('a ballot cast offline survives closing the browser, is counted without a touch, and moves another browser’s result', async () => {
  const server = await TestServer.start()
  const [voter, observer] = [await Voter.create(), await Voter.create()]
  try {
    const election = await server.openElection(smallElection('offline'), 10)
    await join(voter.page, election, election.codes[0] ?? '')
    await untilInstalled(voter.page)

    // The second browser looks at the result over a network of its own, which stays up.
    await observer.page.goto(`${server.direct}/#/e/offline/results`)
    const loaded = await markDocument(observer.page)
    await expect(observer.page.getByText('No result has been published yet.')).toBeVisible()

    server.proxy.cut(true)
    await fillBallot(voter.page, 'offline', 'Ada Park', ['Apple', 'Walnut'])
    await cast(voter.page)
    await expectStage(voter.page, 'Saved on this phone')
    await voter.closeBrowser()

    await voter.openBrowser()
    await voter.page.goto(`${server.origin}/#/e/offline/ballots`)
    await expectStage(voter.page, 'Saved on this phone')
    await expect(server.result('offline')).rejects.toThrow('no-result')

    server.proxy.cut(false)
    await expectStage(voter.page, 'Counted')
    expect(await server.result('offline')).toMatchObject({
      turnout: 1,
      contests: [{ id: 'chair', votes: { ada: 1, bob: 0 } }, {}],
    })
    const row = observer.page.getByRole('row', { name: /Ada Park/ })
    await expect(row).toContainText('1')
    const widths = await observer.page
      .locator('.bar')
      .evaluateAll((bars) => bars.slice(0, 2).map((bar) => bar.clientWidth))
    // Every vote of the first contest is Ada's: her bar is whole and the other's a sliver.
    expect(widths[0]).toBeGreaterThan(20 * (widths[1] ?? 0))
    expect(await loaded()).toBe(true)
  } finally {
    await Promise.all([voter.throwAway(), observer.throwAway()])
    await server.stop()
  }
})

/** Resolves to whether the document is still the one it was: a reload would make a new one. */
async function markDocument(page: Voter['page']): Promise<() => Promise<boolean>> {
  await page.evaluate(() => document.documentElement.setAttribute('data-mark', 'first'))
  return async () =>
    (await page.evaluate(() => document.documentElement.getAttribute('data-mark'))) === 'first'
}
