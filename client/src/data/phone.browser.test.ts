import { beforeAll, expect, test } from 'vitest'
import { signAmendment } from '#protocol/formats/amendment'
import type { CloseDocument } from '#protocol/formats/close'
import { signClose } from '#protocol/formats/close'
import { BOARD, CODE, VOTES } from './testing/board-election.ts'
import { joinedPhone, killPhone, openPhone } from './testing/board-phone.ts'
import { FakeServer } from './testing/fake-server.ts'
import type { TestElection } from './testing/test-election.ts'
import { CLOSES, DURING, makeTestElection } from './testing/test-election.ts'
import { freshDatabaseName, until } from './testing/test-phone.ts'

let election: TestElection

beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

/** The closing document over what the server has published. */
function closeOf(
  server: FakeServer,
  size?: number,
  refused: CloseDocument['body']['refused'] = [],
): { readonly _id: string } {
  const { result } = server
  if (!result) throw new Error('nothing to close')
  const { v, election: id, manifest, amendments, root } = result.body
  const refusals = { refusedCount: refused.length, refused }
  const body = { v, election: id, manifest, amendments, size: size ?? result.body.size, root, ...refusals }
  return signClose(body, election.seeds)
}

test('a ballot goes from the phone into the log, and the phone says so only step by step', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  server.online = false
  const saved = await phone.cast(BOARD, { chair: ['ada'], board: ['eva', 'cem'] })
  expect(saved).toMatchObject({ sequence: 0, stage: 'saved' })
  expect(phone.ballots(BOARD).value).toMatchObject([{ stage: 'saved' }])
  expect(phone.sync.value.waiting).toBe(1)
  server.publishing = false
  server.online = true
  await phone.sendNow()
  const received = await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'received')
  expect(received).toMatchObject([{ appendBy: '2026-05-01T12:05:00Z' }])
  // Nothing has been published: that the office is there again shows when it begins to answer the poll.
  const quiet = { online: true, waiting: 0, sending: false, problem: 'none' }
  expect(await until(phone.sync, ({ online }) => online)).toEqual(quiet)
  server.publish()
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  const result = await until(phone.results(BOARD), (value) => value?.result.turnout === 1)
  expect(result).toMatchObject({ final: false, eligible: 1, live: true })
  expect(result?.result.contests[0]?.votes).toEqual({ ada: 1, bob: 0 })
})

test('without a network the phone shows what it last had, and says that it is not live', async () => {
  const server = new FakeServer(election, [CODE])
  const databaseName = freshDatabaseName()
  const phone = await joinedPhone(server, { databaseName })
  await phone.cast(BOARD, VOTES)
  await until(phone.results(BOARD), (value) => value?.result.turnout === 1)
  await killPhone(phone)
  server.online = false
  const again = await openPhone(server, { databaseName })
  await expect(again.preview(BOARD, election.manifestHash)).resolves.toMatchObject({ joined: 'joined' })
  expect(again.results(BOARD).value).toMatchObject({ live: false, result: { turnout: 1 } })
  await until(again.sync, ({ online, problem }) => !online && problem === 'unreachable')
})

test('somebody who only looks sees the result move', async () => {
  const server = new FakeServer(election, [CODE])
  const onlooker = await openPhone(server)
  await onlooker.preview(BOARD, undefined)
  const voter = await joinedPhone(server)
  const watched = until(onlooker.results(BOARD), (value) => value?.result.turnout === 1)
  await voter.cast(BOARD, VOTES)
  await watched
})

test('a result is final when the close names its log, and then the phone stops asking', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  server.post(closeOf(server))
  await until(phone.results(BOARD), (value) => value?.final === true)
  expect(phone.elections.value).toMatchObject([{ phase: 'final' }])
  const poll = server.requestsTo('_changes').at(-1)?.init.signal
  if (!poll?.aborted) await new Promise((resolve) => poll?.addEventListener('abort', resolve))
  const before = server.requests.length
  server.publish()
  await phone.preview(BOARD, undefined)
  expect(server.requests.length).toBe(before + 1)
})

test('a close of another log does not make a result final', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  await phone.cast(BOARD, VOTES)
  await until(phone.results(BOARD), (value) => value?.result.size === 1)
  server.post(closeOf(server, 2))
  await until(phone.elections, ([first]) => first?.phase === 'final')
  expect(phone.results(BOARD).value?.final).toBe(false)
})

test('a ballot that was received and that the close refuses is rejected, with the signed reason', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  server.publishing = false
  server.publish()
  const { id } = await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'received')
  const leafHash = id.slice('ballot:'.length)
  server.post(closeOf(server, undefined, [{ leafHash, reason: 'bad-signature' }]))
  const [ballot] = await until(phone.ballots(BOARD), ([first]) => first?.stage === 'rejected')
  expect(ballot).toMatchObject({ reason: 'bad-signature', overdue: false })
})

test('an election that is closed early is closed on the phone too', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  const body = {
    v: 1,
    election: BOARD,
    manifest: election.manifestHash,
    n: 1,
    prev: election.manifestHash,
    at: DURING,
    closes: DURING,
    acceptUntil: CLOSES,
    cancelled: false,
  } as const
  server.post(signAmendment(body, election.seeds.authority))
  const [closed] = await until(phone.elections, ([first]) => first?.phase === 'closed')
  expect(closed).toMatchObject({ closes: DURING, acceptUntil: CLOSES })
  await expect(phone.cast(BOARD, VOTES)).rejects.toMatchObject({ code: 'late' })
})

test('a forged result is not shown, and the sound one after it is', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server)
  server.publishing = false
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'received')
  const turnouts: unknown[] = []
  phone.results(BOARD).subscribe((value) => turnouts.push(value?.result.turnout))
  server.publish()
  const { result } = server
  if (result) server.result = { ...result, body: { ...result.body, turnout: 999, size: 999 } }
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  server.publish()
  await until(phone.results(BOARD), (value) => value?.result.turnout === 1)
  expect(turnouts).not.toContain(999)
})

test('an election made anew under the same id is another one: the old right to vote stays with the old', async () => {
  const databaseName = freshDatabaseName()
  const phone = await joinedPhone(new FakeServer(election, [CODE]), { databaseName })
  await killPhone(phone)
  const anew = await makeTestElection(BOARD)
  const server = new FakeServer(anew, [CODE])
  const again = await openPhone(server, { databaseName })
  await expect(again.preview(BOARD, anew.manifestHash)).resolves.toMatchObject({ joined: 'none' })
  await again.join(BOARD, CODE)
  await again.cast(BOARD, VOTES)
  await until(again.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
})
