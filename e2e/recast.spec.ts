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

test('a voter who changes their mind counts once, with the last ballot', async () => {
  const election = await server.openElection(smallElection('recast'), 10)
  await join(voter.page, election, election.codes[0] ?? '')
  await fillBallot(voter.page, 'recast', 'Ada Park', ['Apple'])
  await cast(voter.page)
  await expectStage(voter.page, 'Counted')
  await fillBallot(voter.page, 'recast', 'Bob Stone', ['Cherry'])
  await cast(voter.page)
  await expect(voter.page.getByText('It no longer counts: your later ballot is counted.')).toBeVisible()
  await expect(voter.page.getByText('Counted', { exact: true })).toHaveCount(1)
  expect(await server.result('recast')).toMatchObject({
    size: 2,
    turnout: 1,
    contests: [{ votes: { ada: 0, bob: 1 } }, { votes: { apple: 0, cherry: 1, walnut: 0 } }],
  })
})

test('where one ballot is all, nothing offers to change it', async () => {
  const election = await server.openElection(smallElection('once', 'none'), 10)
  await join(voter.page, election, election.codes[0] ?? '')
  await fillBallot(voter.page, 'once', 'Ada Park', [])
  await expect(voter.page.getByText('This is final')).toBeVisible()
  await cast(voter.page)
  await expectStage(voter.page, 'Counted')
  await expect(voter.page.getByRole('link', { name: 'Change your vote' })).toHaveCount(0)
})
