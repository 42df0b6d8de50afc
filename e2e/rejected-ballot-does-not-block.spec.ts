import { expect, test } from '@playwright/test'
import { TestServer } from './server.ts'
import { cast, expectStage, fillBallot, join, smallElection, untilInstalled } from './steps.ts'
import { Voter } from './voter.ts'

test('a rejected ballot is shown with its reason and does not keep the next one from being counted', async () => {
  const server = await TestServer.start()
  const voter = await Voter.create()
  try {
    const election = await server.openElection(smallElection('rejected'), 10)
    await join(voter.page, election, election.codes[0] ?? '')

    await untilInstalled(voter.page)
    server.proxy.cut(true)
    await fillBallot(voter.page, 'rejected', 'Ada Park', ['Apple'])
    await cast(voter.page)
    await fillBallot(voter.page, 'rejected', 'Bob Stone', ['Walnut'])
    await cast(voter.page)
    // Both travel in one request; the first is changed on the way, as a broken phone would send it.
    server.proxy.damageNext(/_bulk_docs/, (body) => body.replace('"ada"', '"eve"'))
    server.proxy.cut(false)

    await expectStage(voter.page, 'Rejected')
    await expectStage(voter.page, 'Counted')
    expect(await server.result('rejected')).toMatchObject({
      turnout: 1,
      contests: [{ votes: { ada: 0, bob: 1 } }, {}],
    })
  } finally {
    await voter.throwAway()
    await server.stop()
  }
})
