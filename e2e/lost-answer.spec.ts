import { expect, test } from '@playwright/test'
import { TestServer } from './server.ts'
import { cast, expectStage, fillBallot, join, smallElection } from './steps.ts'
import { Voter } from './voter.ts'

test.describe.configure({ mode: 'serial' })

let server: TestServer
let voter: Voter
test.beforeAll(async () => {
  server = await TestServer.start()
})
test.afterAll(() => server.stop())
test.beforeEach(async () => {
  voter = await Voter.create()
})
test.afterEach(() => voter.throwAway())

test('a ballot whose acknowledgement was lost is sent again, gets its receipt, and counts once', async () => {
  const election = await server.openElection(smallElection('lost-push'), 10)
  await join(voter.page, election, election.codes[0] ?? '')
  const lost = server.proxy.loseAnswer(/_bulk_docs/)
  await fillBallot(voter.page, 'lost-push', 'Bob Stone', ['Cherry'])
  await cast(voter.page)
  await lost
  await expectStage(voter.page, 'Counted')
  expect(await server.result('lost-push')).toMatchObject({
    size: 1,
    turnout: 1,
    contests: [{ votes: { ada: 0, bob: 1 } }, {}],
  })
})

test('a right to vote whose answer was lost, in a browser that was then killed, is not lost', async () => {
  const election = await server.openElection(smallElection('lost-credential'), 10)
  const lost = server.proxy.loseAnswer(/\/credentials$/)
  await voter.page.goto(`${election.joinLink}/${election.codes[0] ?? ''}`)
  await voter.page.getByRole('button', { name: 'Join', exact: true }).click()
  await lost
  // The registrar has signed and will never sign another key for this code; the phone has heard nothing.
  await voter.killBrowser()

  await voter.openBrowser()
  await voter.page.goto(`${server.origin}/#/e/lost-credential`)
  await expect(voter.page.getByText('You can vote now')).toBeVisible()
  await fillBallot(voter.page, 'lost-credential', 'Ada Park', [])
  await cast(voter.page)
  await expectStage(voter.page, 'Counted')
})

test('a server that is killed while a ballot is on its way loses nothing that it acknowledged', async () => {
  const election = await server.openElection(smallElection('killed-server'), 10)
  await join(voter.page, election, election.codes[0] ?? '')
  const lost = server.proxy.loseAnswer(/_bulk_docs/)
  await fillBallot(voter.page, 'killed-server', 'Ada Park', ['Apple'])
  await cast(voter.page)
  await lost
  await server.kill('SIGKILL')
  await server.run()
  await expectStage(voter.page, 'Counted')
  expect(await server.result('killed-server')).toMatchObject({ size: 1, turnout: 1 })
})
