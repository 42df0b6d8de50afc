import { beforeAll, expect, test } from 'vitest'
import { BOARD, CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone, killPhone, openPhone } from '../testing/board-phone.ts'
import { readDisk } from '../testing/disk.ts'
import { FakeServer } from '../testing/fake-server.ts'
import { openSecondTab } from '../testing/second-tab.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection } from '../testing/test-election.ts'
import { freshDatabaseName, testEnvironment, until } from '../testing/test-phone.ts'

let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

test('two tabs that cast at once never use one sequence twice', async () => {
  const server = new FakeServer(election, [CODE])
  const environment = testEnvironment(server)
  const phone = await joinedPhone(server, environment)
  const tab = await openSecondTab(environment)
  server.online = false
  const turns = [phone, tab.phone, phone, tab.phone, tab.phone, phone]
  const cast = await Promise.all(turns.map((device) => device.cast(BOARD, VOTES)))
  expect(cast.map(({ sequence }) => sequence).sort()).toEqual([0, 1, 2, 3, 4, 5])
  tab.kill()
})

test('what was cast is on the disk when casting resolves, and is there after the browser is reopened offline', async () => {
  const server = new FakeServer(election, [CODE])
  const databaseName = freshDatabaseName()
  const phone = await joinedPhone(server, { databaseName })
  server.online = false
  const ballot = await phone.cast(BOARD, VOTES)
  expect(await readDisk(databaseName, 'ballots')).toMatchObject([{ _id: ballot.id }])
  await killPhone(phone)
  const again = await openPhone(server, { databaseName })
  expect(again.elections.value).toMatchObject([{ id: BOARD, joined: 'joined', phase: 'open' }])
  expect(again.ballots(BOARD).value).toEqual([ballot])
  expect(await again.revealVotes(ballot.id)).toEqual(VOTES)
  server.online = true
  await until(again.ballots(BOARD), ([first]) => first?.stage === 'counted')
})

test('a change of mind is a new ballot; the earlier one stays and is replaced', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  const first = await phone.cast(BOARD, { chair: ['ada'], board: [] })
  const second = await phone.cast(BOARD, { chair: ['bob'], board: [] })
  const ballots = await until(phone.ballots(BOARD), (list) => list.every(({ stage }) => stage === 'counted'))
  expect(ballots).toMatchObject([
    { id: second.id, sequence: 1, replaced: false },
    { id: first.id, sequence: 0, replaced: true },
  ])
  const result = await until(phone.results(BOARD), (value) => value?.result.size === 2)
  expect(result?.result).toMatchObject({ turnout: 1, contests: [{ votes: { ada: 0, bob: 1 } }, {}] })
})

test('an election that takes one ballot only takes no second', async () => {
  const once = await makeTestElection('once-2026', { recast: 'none' })
  const phone = await openPhone(new FakeServer(once, [CODE]))
  await phone.preview('once-2026', once.manifestHash)
  await phone.join('once-2026', CODE)
  await phone.cast('once-2026', VOTES)
  await expect(phone.cast('once-2026', VOTES)).rejects.toMatchObject({ code: 'bad-sequence' })
})

test('without the right to vote nothing is cast', async () => {
  const phone = await openPhone(new FakeServer(election, [CODE]))
  await phone.preview(BOARD, undefined)
  await expect(phone.cast(BOARD, VOTES)).rejects.toMatchObject({ code: 'not-joined' })
})
