import { beforeAll, describe, expect, test } from 'vitest'
import { checkCheckpoint, logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { readEvidence } from '#protocol/formats/evidence'
import { checkReceipt } from '#protocol/formats/receipt'
import type { ElectionOnDevice } from '../../device.ts'
import { json } from '../testing/answers.ts'
import { BOARD, CODE, VOTES } from '../testing/board-election.ts'
import { joinedPhone, killPhone, openPhone } from '../testing/board-phone.ts'
import type { Intercept } from '../testing/fake-server.ts'
import { FakeServer } from '../testing/fake-server.ts'
import type { TestElection } from '../testing/test-election.ts'
import { DURING, makeTestElection } from '../testing/test-election.ts'
import { freshDatabaseName, until } from '../testing/test-phone.ts'
import type { Papers } from '../election/papers.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import type { Evidence } from './evidence.ts'
import { LogGuard } from './log-guard.ts'

let election: TestElection
beforeAll(async () => {
  election = await makeTestElection(BOARD)
})

/** A checkpoint that the log's key signed, of a log that nobody else is shown. */
function otherNote(size: number): string {
  const root = new Uint8Array(32).fill(size)
  return signCheckpoint({ size, root }, logOrigin(BOARD, election.manifestHash), election.seeds.log)
}

/** Of as many ballots as `otherNote(1)`. */
function forkedNote(): string {
  const root = new Uint8Array(32).fill(9)
  return signCheckpoint({ size: 1, root }, logOrigin(BOARD, election.manifestHash), election.seeds.log)
}

/** Shows this checkpoint in the feed, as the newest. */
function showing(note: string): Intercept {
  const doc = { _id: `head:${BOARD}`, note }
  return ({ url }, serve) =>
    url.pathname.endsWith('/_changes')
      ? Promise.resolve(json(200, { results: [{ id: doc._id, doc }], last_seq: `other-${note.length}` }))
      : serve()
}

const findingOf = ([found]: readonly ElectionOnDevice[]): string | undefined => found?.finding

async function countedPhone(server: FakeServer, databaseName = freshDatabaseName()) {
  const phone = await joinedPhone(server, { databaseName })
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  return phone
}

async function evidenceOf(phone: { evidence(id: string): Promise<string> }): Promise<Evidence> {
  return JSON.parse(await phone.evidence(BOARD)) as Evidence
}

test('a log that grows is followed, each checkpoint proven to begin with the one before', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await countedPhone(server)
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.sequence === 1 && ballot.stage === 'counted')
  expect(server.requestsTo('/consistency').map(({ url }) => url.search)).toContain('?from=1&to=2')
  expect(findingOf(phone.elections.value)).toBeUndefined()
})

describe('is found, and stays found without a network', () => {
  test.each([
    ['forked', 2],
    ['rewritten', 1],
  ] as const)('a %s log', async (kind, size) => {
    const server = new FakeServer(election, [CODE])
    const databaseName = freshDatabaseName()
    const phone = await countedPhone(server, databaseName)
    await phone.cast(BOARD, VOTES)
    await until(phone.ballots(BOARD), ([ballot]) => ballot?.sequence === 1 && ballot.stage === 'counted')
    const other = otherNote(size)
    server.intercept = showing(other)
    server.publish()
    await until(phone.elections, (elections) => findingOf(elections) !== undefined)
    expect(findingOf(phone.elections.value)).toBe(kind)
    expect((await evidenceOf(phone)).finding?.later).toBe(other)
    const { checkpoints } = readEvidence(await phone.evidence(BOARD), election.manifest.body)
    expect(checkpoints).toContainEqual(checkCheckpoint(other, election.manifest.body))
    expect(checkpoints.length).toBe(3)

    await killPhone(phone)
    server.online = false
    const again = await openPhone(server, { databaseName })
    expect(findingOf(again.elections.value)).toBe(kind)
  })
})

test('under a checkpoint that nobody else is shown, a ballot is not counted', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await countedPhone(server)
  const private_ = new FakeServer(election, [CODE])
  server.publishing = false
  server.intercept = async (request, serve) => {
    if (!request.url.pathname.includes('/ballots/')) return serve()
    for (const ballot of server.ballots.values()) private_.ballots.set(ballot._id, ballot)
    private_.ballots.delete([...server.ballots.keys()][0] ?? '')
    private_.publish()
    return private_.fetch(request.url, request.init)
  }
  await phone.cast(BOARD, VOTES)
  await until(phone.elections, (elections) => findingOf(elections) === 'forked')
  expect(phone.ballots(BOARD).value[0]).toMatchObject({ sequence: 1, stage: 'received' })
})

test('a log that shrunk is found when the server still does not have it after a while', async () => {
  let now = new Date(DURING)
  const server = new FakeServer(election, [CODE])
  const phone = await joinedPhone(server, { clock: () => now })
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  const emptied = new FakeServer(election, [CODE])
  server.intercept = ({ url, init }) => emptied.fetch(url, init)
  const asked = (): number => emptied.requestsTo('/consistency').length
  await phone.sendNow()
  await expect.poll(asked).toBeGreaterThan(0)
  expect(findingOf(phone.elections.value)).toBeUndefined()
  const later = async (): Promise<string | undefined> => {
    now = new Date(now.getTime() + 4 * 60_000)
    await phone.sendNow()
    return findingOf(phone.elections.value)
  }
  await expect.poll(later).toBe('shrunk')

  // A server that was put back, or had been away, is no longer accused.
  server.intercept = (_request, serve) => serve()
  await phone.sendNow()
  await until(phone.elections, (elections) => findingOf(elections) === undefined)
})

test('a server that is behind for a moment now and then has lost nothing', async () => {
  let now = new Date(DURING)
  const server = new FakeServer(election, [CODE])
  const waits: number[] = []
  const wait = (milliseconds: number, signal: AbortSignal): Promise<void> => {
    waits.push(milliseconds)
    return milliseconds >= 60_000
      ? new Promise(() => undefined)
      : new Promise((resolve) => {
          setTimeout(resolve, 10)
          signal.addEventListener('abort', () => resolve())
        })
  }
  const phone = await joinedPhone(server, { clock: () => now, wait })
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'counted')
  const emptied = new FakeServer(election, [CODE])
  server.intercept = ({ url, init }) => emptied.fetch(url, init)
  for (let hour = 1; hour <= 3; hour++) {
    await phone.sendNow()
    await expect.poll(() => emptied.requestsTo('/consistency').length).toBeGreaterThanOrEqual(hour)
    now = new Date(now.getTime() + 3_600_000)
  }
  await expect.poll(() => waits).toContain(60_000)
  expect(findingOf(phone.elections.value)).toBeUndefined()
})

test('two checkpoints that contradict each other are not forgotten over a server that is behind', async () => {
  const kept = new Map<string, object>([[`head:${BOARD}`, { _id: `head:${BOARD}`, note: otherNote(1) }]])
  const put = (_: string, document: { _id: string }): Promise<void> =>
    Promise.resolve(void kept.set(document._id, document))
  let now = Date.parse(DURING)
  let answer = Promise.resolve()
  const behind = (): Promise<Response> => answer.then(() => json(400, { code: 'malformed' }))
  const guard = new LogGuard({
    store: { state: { bulletins: kept }, put } as unknown as PhoneStore,
    environment: {
      origin: 'https://urna.test',
      databaseName: '',
      fetch: behind,
      clock: () => new Date(now),
      random: () => 0,
      wait: () => new Promise(() => undefined),
    },
    papers: { ...election, election: BOARD, manifest: election.manifest.body } as unknown as Papers,
    stop: new AbortController().signal,
  })
  for (let minutes = 0; minutes < 12; minutes += 4, now += 4 * 60_000) await guard.confirm()
  let release = (): void => undefined
  answer = new Promise((resolve) => (release = resolve))
  const asked = guard.confirm()
  expect(await guard.admit(forkedNote())).toBe(false)
  release()
  await asked
  expect([...kept.values()]).toMatchObject([{ note: otherNote(1) }, { body: { kind: 'forked' } }])
})

test('an answer that is no proof accuses nobody, and is asked for again', async () => {
  const server = new FakeServer(election, [CODE])
  const phone = await countedPhone(server)
  let spoiled = 0
  server.intercept = ({ url }, serve) =>
    url.pathname.endsWith('/consistency') && spoiled++ < 2
      ? Promise.resolve(json(200, { error: 'a proxy says hello' }))
      : serve()
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.sequence === 1 && ballot.stage === 'counted')
  expect(spoiled).toBeGreaterThan(2)
  expect(findingOf(phone.elections.value)).toBeUndefined()
})

test('a broken promise is evidence: the signed receipt, without the vote', async () => {
  let now = new Date(DURING)
  const server = new FakeServer(election, [CODE])
  server.publishing = false
  const phone = await joinedPhone(server, { clock: () => now })
  await phone.cast(BOARD, VOTES)
  await until(phone.ballots(BOARD), ([ballot]) => ballot?.stage === 'received')
  expect((await evidenceOf(phone)).receipts).toEqual([])
  now = new Date('2026-05-02T07:00:00Z')
  const text = await phone.evidence(BOARD)
  const [receipt] = (JSON.parse(text) as Evidence).receipts
  const [id = ''] = server.ballots.keys()
  expect(checkReceipt(receipt, election.manifest.body, id.slice('ballot:'.length))).toBeTruthy()
  expect(readEvidence(text, election.manifest.body).receipts).toEqual([receipt])
  expect(JSON.parse(text)).not.toHaveProperty('receipts.0.body.votes')
  expect(text).not.toContain('"votes"')
})
