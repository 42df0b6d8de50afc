import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CONTROL_DATABASE, electionDatabase, registryDatabase } from '../../elections/elections.ts'
import { drawElectionKeys } from '../../keys/election-keys.ts'
import type { ElectionKeys } from '../../keys/keystore.ts'
import { checkIssuance } from '#protocol/formats/issuance'
import { deriveCode } from '#protocol/formats/credential'
import { codeId } from '../../registrar/roll.ts'
import type { AdminFixture } from '../../testing/admin-fixture.ts'
import { makeOffice, publishedState } from '../../testing/admin-fixture.ts'
import { gardenMeeting } from '../demonstration/garden-meeting.ts'
import { closeElection } from './close-election.ts'
import { createElection } from './create-election.ts'
import { commitFinalIssuance, finishIssuances, isIssuanceOver } from './final-issuance.ts'
import { IssuedCounts, listElections } from './list-elections.ts'
import { openElection } from './open-election.ts'

const NOON = new Date('2026-05-01T12:00:00Z')
let keys: ElectionKeys
let office: AdminFixture
let codes: readonly string[]
let manifestHash: string

beforeAll(async () => {
  keys = await drawElectionKeys(['all'])
})

beforeEach(async () => {
  office = await makeOffice({
    keystore: { load: () => Promise.resolve(keys), create: () => Promise.resolve(keys) },
  })
  await createElection(office, gardenMeeting('garden', office.now))
  const opened = await openElection(office, 'garden', { all: 11 })
  codes = opened.codes['all'] ?? []
  manifestHash = opened.manifestHash
  office.now = NOON
})

async function spend(code: string | undefined): Promise<void> {
  const registry = office.couch.database(registryDatabase('garden'))
  const stored = await registry.read(codeId(deriveCode(code ?? '', manifestHash, 'main')))
  const issued = { request: Buffer.alloc(32).toString('base64url'), day: '2026-05-01' }
  if (stored) await registry.write({ ...stored, issued })
}

async function issuance(): Promise<object> {
  const state = await publishedState(office.couch, 'garden')
  const stored = await office.couch.database(electionDatabase('garden')).read('issuance:garden:main')
  if (!state) throw new Error('not published')
  return checkIssuance(stored, state.manifest.body).body
}

describe('closing an election', () => {
  it('ends it now, and takes ballots for as long after as was planned', async () => {
    const closed = await closeElection(office, 'garden')
    expect(closed).toEqual({ closes: '2026-05-01T12:00:00Z', acceptUntil: '2026-05-02T12:00:00Z' })
    expect((await publishedState(office.couch, 'garden'))?.schedule).toMatchObject({
      ...closed,
      amendments: 1,
    })
  })

  it('again changes nothing', async () => {
    const closed = await closeElection(office, 'garden')
    office.now = new Date('2026-05-01T13:00:00Z')
    expect(await closeElection(office, 'garden')).toEqual(closed)
    expect((await publishedState(office.couch, 'garden'))?.schedule.amendments).toBe(1)
  })

  it('by two officers at once is one amendment', async () => {
    const both = await Promise.all([closeElection(office, 'garden'), closeElection(office, 'garden')])
    expect(both[0]).toEqual(both[1])
    expect((await publishedState(office.couch, 'garden'))?.schedule.amendments).toBe(1)
  })

  it('by two officers at two nodes of a cluster is one amendment, and both are told it', async () => {
    office.couch.racing = true
    const times = ['2026-05-01T13:00:00Z', '2026-05-01T14:00:00Z']
    const both = await Promise.allSettled(times.map((time) => closeElection(office, 'garden', time)))
    office.couch.racing = false
    const closed = await closeElection(office, 'garden')
    expect((await publishedState(office.couch, 'garden'))?.schedule).toMatchObject({
      ...closed,
      amendments: 1,
    })
    for (const each of both)
      if (each.status === 'fulfilled') expect(each.value).toEqual(closed)
      else expect(each.reason).toMatchObject({ code: 'unavailable' })
  })

  it('that another process ended whose clock is ahead stays as it is', async () => {
    const closed = await closeElection(office, 'garden')
    office.now = new Date('2026-05-01T11:59:50Z')
    expect(await closeElection(office, 'garden')).toEqual(closed)
    expect((await publishedState(office.couch, 'garden'))?.schedule.amendments).toBe(1)
  })

  it('that was decided by a process which died is made public by the next call', async () => {
    office.couch.plan = ({ database, doc }) =>
      database === 'election-garden' && doc._id.startsWith('amendment:') ? 'crash' : undefined
    await expect(closeElection(office, 'garden')).rejects.toThrow('amendment:garden:1')
    office.couch.plan = () => undefined
    office.now = new Date('2026-05-01T12:00:30Z')
    expect(await closeElection(office, 'garden')).toMatchObject({ closes: '2026-05-01T12:00:00Z' })
    expect((await publishedState(office.couch, 'garden'))?.schedule.amendments).toBe(1)
  })

  it('may take late ballots for longer or shorter, never in the past and never longer than was announced', async () => {
    await expect(closeElection(office, 'garden', '2026-05-01T11:59:59Z')).rejects.toMatchObject({
      status: 400,
    })
    await expect(closeElection(office, 'garden', '2026-06-01T08:00:01Z')).rejects.toMatchObject({
      status: 400,
    })
    const closed = await closeElection(office, 'garden', '2026-05-01T12:30:00Z')
    expect(closed.acceptUntil).toBe('2026-05-01T12:30:00Z')
  })

  it.each(['lost', 'unknown', 'crash-after'] as const)('is finished by the next call (%s)', async (fault) => {
    office.couch.plan = () => fault
    await expect(closeElection(office, 'garden')).rejects.toThrow()
    office.couch.plan = () => undefined
    expect((await closeElection(office, 'garden')).closes).toBe('2026-05-01T12:00:00Z')
    expect((await publishedState(office.couch, 'garden'))?.schedule.amendments).toBe(1)
  })

  it('needs one that has begun', async () => {
    await expect(closeElection(office, 'council')).rejects.toMatchObject({ status: 404 })
    office.now = new Date('2026-05-01T08:00:00Z')
    await expect(closeElection(office, 'garden')).rejects.toMatchObject({ status: 409, code: 'not-open' })
  })
})

describe('the final issuance', () => {
  it('states what was given out, and stays', async () => {
    await spend(codes[0])
    await spend(codes[1])
    await commitFinalIssuance(office, 'garden')
    expect(await issuance()).toMatchObject({ rollSize: { all: 11 }, issued: { all: 2 }, final: true })
    await spend(codes[2])
    await commitFinalIssuance(office, 'garden')
    expect(await issuance()).toMatchObject({ issued: { all: 2 }, final: true })
  })

  it('waits until nobody can be given a credential any more', async () => {
    const state = await publishedState(office.couch, 'garden')
    if (!state) throw new Error('not published')
    const end = Date.parse(state.schedule.acceptUntil)
    expect(isIssuanceOver(state, new Date(end))).toBe(false)
    expect(isIssuanceOver(state, new Date(end + 66_000))).toBe(true)
  })

  it('is committed by the job when its time has come, after failures too', async () => {
    await spend(codes[0])
    await closeElection(office, 'garden', '2026-05-01T12:00:00Z')
    await office.elections.whenKnown('garden', AbortSignal.timeout(1000))
    office.now = new Date('2026-05-01T12:10:00Z')
    let writes = 0
    office.couch.plan = () => (writes++ < 3 ? 'crash' : undefined)
    const stop = new AbortController()
    const failures: unknown[] = []
    const onError = (_election: string, error: unknown): void => void failures.push(error)
    const job = finishIssuances(office, { everyMs: 1, signal: stop.signal, onError })
    await expect.poll(issuance, { interval: 5 }).toMatchObject({ issued: { all: 1 }, final: true })
    stop.abort()
    await job
    expect(failures).toHaveLength(3)
  })
})

describe('the list of elections', () => {
  it('has drafts and open elections, with what was issued', async () => {
    await createElection(office, gardenMeeting('next-year', office.now))
    await spend(codes[0])
    const counts = new IssuedCounts()
    const title = { en: 'Linden Street Gardens: yearly meeting' }
    expect(await listElections(office, counts)).toEqual([
      { election: 'garden', title, phase: 'open', rollSize: { all: 11 }, issued: { all: 1 }, counted: 0 },
      { election: 'next-year', title, phase: 'draft', rollSize: {}, issued: {}, counted: 0 },
    ])
    await spend(codes[1])
    await office.couch.database(electionDatabase('garden')).write({ _id: 'result:garden', body: { size: 5 } })
    const [garden] = await listElections(office, counts)
    expect(garden).toMatchObject({ issued: { all: 2 }, counted: 5 })
  })

  it('needs nothing but a control database', async () => {
    const empty = await makeOffice()
    await empty.couch.deleteDatabase(CONTROL_DATABASE)
    expect(await listElections(empty, new IssuedCounts())).toEqual([])
  })
})
