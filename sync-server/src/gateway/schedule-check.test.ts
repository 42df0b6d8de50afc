import { expect, test } from 'vitest'
import type { Amendment, AmendmentDocument } from '#protocol/formats/amendment'
import { scheduleOf, signAmendment } from '#protocol/formats/amendment'
import type { Database, StoredDoc } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import { SCHEDULE_KNOWN_MS } from '../elections/hearing.ts'
import { LiveElection } from '../elections/live-election.ts'
import { makeBallot, makeElection, stateOf } from '../testing/election-fixture.ts'
import type { Acceptance } from './ballot-box.ts'
import { BallotBox } from './ballot-box.ts'
import { CheckedBallots } from './checked-ballots.ts'
import { TakenSlots } from './taken-slots.ts'

const NOON = Date.parse('2026-05-01T12:00:00Z')
const fixture = makeElection()
const manifest = fixture.manifest.body

/** Ends the election at noon, as the office does it. */
function ending(acceptUntil: string, change: Partial<Amendment> = {}): AmendmentDocument {
  const { amendments, chain } = scheduleOf(manifest)
  const header = { v: 1, election: manifest.election, manifest: fixture.manifestHash } as const
  const times = { at: '2026-05-01T12:00:00Z', closes: '2026-05-01T12:00:00Z', acceptUntil }
  const body = { ...header, n: amendments + 1, prev: chain, ...times, cancelled: false, ...change }
  return signAmendment(body, fixture.keys.authority)
}

/** A gateway whose feed never tells it of anything: what it knows it has read. */
class DeafGateway {
  now = NOON
  stored: StoredDoc[] = []
  isAway = false
  reads = 0
  written = 0
  /** Runs while a ballot is being written. */
  duringWrite: () => void = () => undefined
  readonly live = new LiveElection({ ...fixture.manifest, _rev: '1-a' })
  readonly box = new BallotBox({
    election: this.live,
    database: {
      name: 'election-board-2026',
      leaves: (id: string) => this.#leaves(id),
      writeAll: (docs: readonly { _id: string }[]) => {
        this.written += docs.length
        this.duringWrite()
        return Promise.resolve(docs.map(({ _id }) => ({ kind: 'written', id: _id, rev: '1-x' })))
      },
    } as unknown as Database,
    checked: new CheckedBallots(),
    slots: new TakenSlots(() => undefined),
    gateway: fixture.keys.receipts,
    clock: () => new Date(this.now),
    count: () => undefined,
    onError: () => undefined,
  })

  async push(): Promise<string | undefined> {
    const [acceptance] = await this.box.take([{ kind: 'read', value: makeBallot(fixture) }])
    return acceptance && described(acceptance)
  }

  #leaves(id: string): Promise<StoredDoc[]> {
    this.reads++
    if (this.isAway) return Promise.reject(new CouchError('unavailable', 'away'))
    return Promise.resolve(this.stored.filter((doc) => doc._id === id))
  }
}

function described(acceptance: Acceptance): string {
  if (acceptance.kind === 'accepted') return acceptance.receipt.body.appendBy
  return acceptance.kind === 'refused' ? acceptance.code : acceptance.kind
}

test('a gateway that its feed has not told of an early end promises nothing before the closing', async () => {
  const gateway = new DeafGateway()
  expect(await gateway.push()).toBe('2026-05-01T12:10:00Z')
  gateway.stored.push({ ...ending('2026-05-01T18:00:00Z'), _rev: '1-a' })
  gateway.now += SCHEDULE_KNOWN_MS + 1
  expect(await gateway.push()).toBe('2026-05-01T19:00:00Z')
})

test('nor does it take ballots after the new acceptUntil', async () => {
  const gateway = new DeafGateway()
  await gateway.push()
  gateway.stored.push({ ...ending('2026-05-01T12:00:01Z'), _rev: '1-a' })
  gateway.now += SCHEDULE_KNOWN_MS + 1
  expect(await gateway.push()).toBe('late')
})

test('what was amended while a ballot was being written holds for its receipt', async () => {
  const gateway = new DeafGateway()
  gateway.duringWrite = () => {
    gateway.stored.push({ ...ending('2026-05-01T18:00:00Z'), _rev: '1-a' })
    gateway.now += 20_000
  }
  expect(await gateway.push()).toBe('2026-05-01T19:00:00Z')
})

test('where nobody can tell whether the election was amended, nothing is taken and nothing promised', async () => {
  const gateway = new DeafGateway()
  gateway.isAway = true
  expect(await gateway.push()).toBe('unavailable')
  expect(gateway.written).toBe(0)
  gateway.isAway = false
  expect(await gateway.push()).toBe('2026-05-01T12:10:00Z')
  gateway.duringWrite = () => {
    gateway.isAway = true
    gateway.now += SCHEDULE_KNOWN_MS + 1
  }
  expect(await gateway.push()).toBe('unavailable')
})

test('an amendment that the authority has not signed changes nothing', async () => {
  const gateway = new DeafGateway()
  const forged = signAmendment(ending('2026-05-01T12:00:00Z').body, Uint8Array.from(Buffer.alloc(32, 7)))
  gateway.stored.push({ ...forged, _rev: '2-b' })
  expect(await gateway.push()).toBe('2026-05-01T12:10:00Z')
  expect(gateway.live.schedule).toEqual(stateOf(fixture).schedule)
})

test('one read serves every ballot of some seconds', async () => {
  const gateway = new DeafGateway()
  await Promise.all(Array.from({ length: 20 }, () => gateway.push()))
  gateway.now += SCHEDULE_KNOWN_MS
  await gateway.push()
  expect(gateway.reads).toBe(1)
})
