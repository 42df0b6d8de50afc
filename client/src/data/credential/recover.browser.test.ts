import { beforeAll, expect, test } from 'vitest'
import { BOARD, CODE, OTHER_CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone, openPhone } from '../testing/board-phone.ts'
import { FakeServer } from '../testing/fake-server.ts'
import type { TestElection } from '../testing/test-election.ts'
import { makeTestElection } from '../testing/test-election.ts'
import { until } from '../testing/test-phone.ts'

const PASSPHRASE = 'correct horse battery staple'

let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

test('a recovery file gives another phone the right to vote, with a sequence beyond the lost phone’s', async () => {
  const server = new FakeServer(election, [CODE])
  const lost = await joinedPhone(server)
  await lost.cast(BOARD, { chair: ['ada'], board: [] })
  const file = await lost.recoveryFile(BOARD, PASSPHRASE)
  expect(lost.elections.value).toMatchObject([{ recoverySaved: true }])
  await lost.cast(BOARD, { chair: ['ada'], board: ['cem'] })
  await until(lost.ballots(BOARD), (list) => list.every(({ stage }) => stage === 'counted'))
  const found = await openPhone(server)
  await expect(found.restore(file, PASSPHRASE)).resolves.toMatchObject({
    joined: 'joined',
    recoverySaved: true,
  })
  const ballot = await found.cast(BOARD, { chair: ['bob'], board: [] })
  expect(ballot.sequence).toBe(23)
  const result = await until(found.results(BOARD), (value) => value?.result.size === 3)
  expect(result?.result).toMatchObject({ turnout: 1, contests: [{ votes: { ada: 0, bob: 1 } }, {}] })
})

test('whoever restores twice from one file goes on beyond the first time: the later ballot counts', async () => {
  const server = new FakeServer(election, [CODE])
  const file = await (await joinedPhone(server)).recoveryFile(BOARD, PASSPHRASE)
  const first = await openPhone(server)
  await first.restore(file, PASSPHRASE)
  await first.cast(BOARD, { chair: ['ada'], board: [] })
  server.now = '2026-05-01T16:00:00Z'
  const second = await openPhone(server, { clock: () => new Date(server.now) })
  await second.restore(file, PASSPHRASE)
  await second.cast(BOARD, { chair: ['bob'], board: [] })
  const result = await until(second.results(BOARD), (value) => value?.result.size === 2)
  expect(result?.result).toMatchObject({ turnout: 1, contests: [{ votes: { ada: 0, bob: 1 } }, {}] })
})

test('a file saved while the registrar had not answered goes on with the same blinded message', async () => {
  const server = new FakeServer(election, [CODE])
  const lost = await openPhone(server)
  await lost.preview(BOARD, undefined)
  server.intercept = async ({ url }, serve) => {
    const answer = await serve()
    if (url.pathname.endsWith('/credentials')) throw new TypeError('Failed to fetch')
    return answer
  }
  await expect(lost.join(BOARD, CODE)).rejects.toMatchObject({ code: 'offline' })
  const file = await lost.recoveryFile(BOARD, PASSPHRASE)
  server.intercept = (_request, serve) => serve()
  const found = await openPhone(server)
  await expect(found.restore(file, PASSPHRASE)).resolves.toMatchObject({ joined: 'pending' })
  await found.resumeJoins()
  expect(found.elections.value).toMatchObject([{ joined: 'joined' }])
  expect(new Set(server.registrars.blindedMessages).size).toBe(1)
})

test('a wrong passphrase and a damaged file are told apart', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  const file = await phone.recoveryFile(BOARD, PASSPHRASE)
  const found = await openPhone(server)
  await expect(found.restore(file, 'wrong')).rejects.toMatchObject({ code: 'wrong-passphrase' })
  await expect(found.restore(file.slice(0, -40), PASSPHRASE)).rejects.toMatchObject({
    code: 'bad-recovery-file',
  })
  await expect(found.restore('not a file', PASSPHRASE)).rejects.toMatchObject({ code: 'bad-recovery-file' })
  expect(found.elections.value).toEqual([])
})

test('a phone that has a right of its own does not swap it for the one in a file', async () => {
  const server = new FakeServer(election, [CODE, OTHER_CODE])
  const file = await (await joinedPhone(server)).recoveryFile(BOARD, PASSPHRASE)
  const other = await openPhone(server)
  await other.preview(BOARD, undefined)
  await other.join(BOARD, OTHER_CODE)
  await expect(other.restore(file, PASSPHRASE)).rejects.toMatchObject({ code: 'already-issued' })
  await expect(other.cast(BOARD, VOTES)).resolves.toMatchObject({ sequence: 0 })
})

test('restoring on the phone that wrote the file changes nothing', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  await phone.cast(BOARD, VOTES)
  const file = await phone.recoveryFile(BOARD, PASSPHRASE)
  await phone.restore(file, PASSPHRASE)
  await expect(phone.cast(BOARD, VOTES)).resolves.toMatchObject({ sequence: 1 })
})
