import { afterEach, beforeAll, expect, test } from 'vitest'
import type { Environment } from './environment.ts'
import type { Phone } from './phone.ts'
import { FakeServer } from './testing/fake-server.ts'
import type { TestElection } from './testing/test-election.ts'
import { makeTestElection } from './testing/test-election.ts'
import { openTestPhone, until } from './testing/test-phone.ts'

const CODE = '7K3M-Q2ZD-H8RT-W5XB'
const BOARD = 'board-2026'

let election: TestElection
const phones: Phone[] = []

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close()
})

async function openPhone(server: FakeServer, changes: Partial<Environment> = {}): Promise<Phone> {
  const phone = await openTestPhone(server, changes)
  phones.push(phone)
  return phone
}

async function joinedPhone(server: FakeServer, changes: Partial<Environment> = {}): Promise<Phone> {
  const phone = await openPhone(server, changes)
  await phone.preview(BOARD, election.manifestHash)
  await phone.join(BOARD, CODE)
  return phone
}

test('a ballot goes from the phone into the log, and the phone says so only step by step', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  server.online = false
  const saved = await phone.cast(BOARD, { chair: ['ada'], board: ['eva', 'cem'] })
  expect(saved).toMatchObject({ sequence: 0, stage: 'saved' })
  expect(phone.ballots(BOARD).value).toMatchObject([{ stage: 'saved' }])
  server.publishing = false
  server.online = true
  await phone.sendNow()
  const received = await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'received')
  expect(received).toMatchObject([{ appendBy: '2026-05-01T12:05:00Z' }])
  server.publish()
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  const result = await until(phone.results(BOARD), (value) => value?.result.turnout === 1)
  expect(result).toMatchObject({ final: false, eligible: 1 })
  expect(result?.result.contests[0]?.votes).toEqual({ ada: 1, bob: 0 })
})
