import { expect, test, vi } from 'vitest'
import { CouchError } from '../couch/couch.ts'
import type { LiveElection } from '../elections/live-election.ts'
import { LiveElection as Live } from '../elections/live-election.ts'
import type { PublishedElections } from '../elections/published-elections.ts'
import { makeBallot, makeElection } from '../testing/election-fixture.ts'
import { MemoryCouch } from '../testing/memory-couch.ts'
import { CheckedBallots } from './checked-ballots.ts'
import { Gateway } from './gateway.ts'

const fixture = makeElection()
const id = fixture.manifest.body.election

async function openGateway(load: () => Promise<typeof fixture.keys | undefined>) {
  const couch = new MemoryCouch()
  const database = await couch.ensureDatabase(`election-${id}`)
  const live = new Live({ ...fixture.manifest, _rev: '1-a' })
  const elections = {
    onPublished: (listener: (election: LiveElection) => void) => (listener(live), () => undefined),
  } as unknown as PublishedElections
  const told: unknown[] = []
  const gateway = new Gateway({
    elections,
    couch,
    keystore: { load, create: () => Promise.reject(new Error('not here')) },
    checked: new CheckedBallots(),
    clock: () => new Date('2026-05-01T12:00:00Z'),
    pacing: { pause: () => new Promise((resolve) => setImmediate(resolve)) },
    loggedHolder: undefined,
    count: () => undefined,
    onError: (_election, error) => told.push(error),
  })
  return { gateway, database, told }
}

test.each([
  ['cannot be read', () => Promise.reject(new CouchError('unavailable', 'GET /control: no answer'))],
  ['are not there', () => Promise.resolve(undefined)],
])(
  'an election whose keys %s yet is served as soon as they are, and that is told once',
  async (_, failing) => {
    const load = vi.fn<() => Promise<typeof fixture.keys | undefined>>(failing)
    const { gateway, told } = await openGateway(load)
    await expect.poll(() => load.mock.calls.length).toBeGreaterThan(3)
    expect(gateway.find(id)).toBeUndefined()
    expect(told).toHaveLength(1)
    load.mockResolvedValue(fixture.keys)
    await expect.poll(() => gateway.find(id)).toBeDefined()
    await gateway.close()
  },
)

test('closing asks for keys no more', async () => {
  const load = vi.fn(() => Promise.resolve(undefined))
  const { gateway } = await openGateway(load)
  await gateway.close()
  const { length } = load.mock.calls
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(load.mock.calls.length).toBeLessThanOrEqual(length + 1)
})

test('closing waits for the ballots that are being written, and wakes the phones that wait for news', async () => {
  const { gateway, database } = await openGateway(() => Promise.resolve(fixture.keys))
  await expect.poll(() => gateway.find(id)).toBeDefined()
  const election = gateway.find(id) ?? expect.fail()
  let finish: () => void = () => undefined
  const writing = new Promise<void>((began) => {
    vi.spyOn(database, 'writeAll').mockImplementation(async (docs) => {
      began()
      await new Promise<void>((resolve) => (finish = resolve))
      return docs.map((doc) => ({ kind: 'written', id: doc._id, rev: '1-a' }))
    })
  })
  const order: string[] = []
  const taken = election.box.take([{ kind: 'read', value: makeBallot(fixture) }])
  await writing
  election.changed.once(() => order.push('woken'))
  const closed = gateway.close().then(() => order.push('closed'))
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  order.push('still writing')
  finish()
  expect(await taken).toMatchObject([{ kind: 'accepted' }])
  await closed
  expect(order).toEqual(['woken', 'still writing', 'closed'])
})
