import { spawn } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { Officer } from './officer.ts'
import { TestServer } from './server.ts'
import { cast, expectStage, fillBallot, join, smallElection } from './steps.ts'
import { Voter } from './voter.ts'

test.describe.configure({ mode: 'serial' })

const ELECTION = 'tampered'
const DATABASE = `election-${ELECTION}`
let server: TestServer
let voter: Voter
let officer: Officer
let simulation: Promise<number | null>
test.beforeAll(async ({ browser }) => {
  server = await TestServer.start()
  simulation = simulateTile()
  voter = await Voter.create()
  const election = await server.openElection(smallElection(ELECTION), 10)
  await join(voter.page, election, election.codes[0] ?? '')
  await vote('Ada Park')
  await expectCount({ size: 1, turnout: 1, contests: [{ votes: { ada: 1, bob: 0 } }, {}] })
  officer = await Officer.signIn(await browser.newContext(), server)
})
test.afterAll(async () => {
  await voter.throwAway()
  await server.stop()
})

/** A full tile takes 256 ballots: phones cast them in an election of their own. */
function simulateTile(): Promise<number | null> {
  const args = ['simulate', '--voters', '256', '--url', server.direct, '--secret', server.secret, '--json']
  const child = spawn(process.execPath, ['bin/urna.mjs', ...args], { stdio: 'ignore' })
  return new Promise((resolve) => child.once('exit', resolve))
}

async function vote(chair: string): Promise<void> {
  await fillBallot(voter.page, ELECTION, chair, ['Apple'])
  await cast(voter.page)
}

async function expectCount(count: Record<string, unknown>): Promise<void> {
  await expect.poll(() => server.result(ELECTION).catch(() => undefined)).toMatchObject(count)
}

/** Without its revision, which says how often it was written. */
async function content(database: string, id: string): Promise<string> {
  return (await officer.text(database, id)).replace(/"_rev":"[^"]*",?/, '')
}

/** Edits and deletes a document, and sees it come back each time while the result stays. */
async function tamperWith(database: string, id: string, change: (text: string) => string): Promise<void> {
  const before = await content(database, id)
  const result = JSON.stringify(await server.result(ELECTION))
  for (const deed of [() => officer.edit(database, id, change), () => officer.delete(database, id)]) {
    await deed()
    await expect.poll(() => content(database, id)).toBe(before)
    expect(JSON.stringify(await server.result(ELECTION))).toBe(result)
  }
}

async function firstId(database: string, prefix: string): Promise<string> {
  const [id] = await officer.ids(database, prefix)
  if (id === undefined) throw new Error(`there is no ${prefix}`)
  return id
}

test('a ballot, a batch, the head and the result come back as they were, and the count stays', async () => {
  const toBob = (text: string): string => text.replace('"ada"', '"bob"')
  await tamperWith(DATABASE, await firstId(DATABASE, 'ballot:'), toBob)
  await tamperWith(DATABASE, await firstId(DATABASE, 'batch:'), (text) =>
    text.replace('"size":0', '"size":1'),
  )
  await tamperWith(DATABASE, `head:${ELECTION}`, (text) => text.replace(/\\n1\\n/, String.raw`\n2\n`))
  await tamperWith(DATABASE, `result:${ELECTION}`, (text) => text.replace('"ada":1', '"ada":9'))
  expect(server.output).toContain('what was altered or deleted is put back')
  await vote('Bob Stone')
  await expectCount({ size: 2, turnout: 1, contests: [{ votes: { ada: 0, bob: 1 } }, {}] })
})

test('so does a tile', async () => {
  expect(await simulation).toBe(0)
  const database = await officer.database('election-simulation-')
  const id = await firstId(database, 'tile:')
  await tamperWith(database, id, (text) => text.replace(/"hashes":"./, '"hashes":"~'))
})

test('a ballot deleted while the server dies is there again, and counted once, after its restart', async () => {
  const id = await firstId(DATABASE, 'ballot:')
  const before = await content(DATABASE, id)
  await officer.delete(DATABASE, id)
  await server.kill('SIGKILL')
  await server.run()
  officer = await Officer.signIn(officer.page.context(), server)
  await expect.poll(() => content(DATABASE, id)).toBe(before)
  await expectCount({ size: 2, turnout: 1, contests: [{ votes: { ada: 0, bob: 1 } }, {}] })
  await vote('Ada Park')
  await expectCount({ size: 3, turnout: 1, contests: [{ votes: { ada: 1, bob: 0 } }, {}] })
})

test('an edited or deleted seal stops counting with a fault until it is brought back, and nothing is lost', async () => {
  const seal = `seal:${ELECTION}`
  const before = await content('seals', seal)
  const counted = { size: 3, turnout: 1, contests: [{ votes: { ada: 1, bob: 0 } }, {}] }
  await officer.edit('seals', seal, (text) => text.replace('"size":3', '"size":2'))
  await vote('Bob Stone')
  await expect.poll(() => server.output).toContain('counting stopped, voting goes on')
  await expectStage(voter.page, 'Received')
  expect(await server.result(ELECTION)).toMatchObject(counted)

  await officer.delete('seals', seal)
  await server.kill('SIGKILL')
  await server.run()
  await expect.poll(() => server.output).toContain('the seal was deleted')
  expect(await server.result(ELECTION)).toMatchObject(counted)

  officer = await Officer.signIn(officer.page.context(), server)
  await officer.create('seals', before)
  await server.kill('SIGKILL')
  await server.run()
  await expectCount({ size: 4, turnout: 1, contests: [{ votes: { ada: 0, bob: 1 } }, {}] })
  await expectStage(voter.page, 'Counted')
})
