import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ChangesPage, Database, StoredDoc } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import { makeElection } from '../testing/election-fixture.ts'
import { MemoryCouch } from '../testing/memory-couch.ts'
import { publishInto } from '../testing/publish-election.ts'
import { PublishedElections } from './published-elections.ts'

const id = 'board-2026'
let elections: PublishedElections | undefined
afterEach(async () => {
  vi.restoreAllMocks()
  await elections?.close()
})

const soon = { pause: (): Promise<void> => new Promise((resolve) => setImmediate(resolve)) }

async function prepare(): Promise<{ couch: MemoryCouch; database: Database; control: Database }> {
  const couch = new MemoryCouch()
  const database = await publishInto(couch, makeElection())
  const control = await couch.ensureDatabase('control')
  // A feed of what is there, which then waits for ever.
  const page: ChangesPage = { rows: [], lastSeq: '1', pending: 0 }
  const doc = (await control.read(`published:${id}`)) as StoredDoc
  vi.spyOn(control, 'follow').mockImplementation(async function* ({ signal }) {
    yield { ...page, rows: [rowOf(doc)] }
    await untilAborted(signal)
  })
  elections = new PublishedElections(couch, pino({ level: 'silent' }), soon)
  return { couch, database, control }
}

describe('the elections of a server', () => {
  it('are followed no more once the database is closed for good', async () => {
    const { database } = await prepare()
    let feeds = 0
    // eslint-disable-next-line require-yield -- a feed that is closed
    vi.spyOn(database, 'follow').mockImplementation(async function* () {
      // Were it followed again at once, nothing else in this process would ever run.
      if (++feeds > 100) throw new Error('the feed is followed again and again')
      await Promise.resolve()
    })
    await elections?.start()
    await expect.poll(() => feeds).toBeGreaterThan(0)
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(feeds).toBe(1)
  })

  it('are known after the database was away while one was being read', async () => {
    const { database } = await prepare()
    vi.spyOn(database, 'follow').mockImplementation(async function* () {
      await Promise.resolve()
      yield { rows: [], lastSeq: '1', pending: 0 }
    })
    vi.spyOn(database, 'read').mockRejectedValueOnce(new CouchError('unavailable', 'GET /x: no answer'))
    await elections?.start()
    expect(elections?.get(id)).toBeDefined()
  })

  it.each([
    ['is not shown yet by a copy that is behind', (): Promise<undefined> => Promise.resolve(undefined)],
    ['cannot be read', () => Promise.reject(new CouchError('unexpected', 'GET /x: 418'))],
    ['has no database yet', () => Promise.reject(new CouchError('not-found', 'GET /x: 404'))],
  ])('are served although another %s, and that one is known once it can be', async (_, reading) => {
    const { other } = await prepareTwo()
    const read = vi.spyOn(other, 'read').mockImplementation(reading)
    await elections?.start()
    expect(elections?.list().map((election) => election.id)).toEqual([id])
    await expect.poll(() => read.mock.calls.length).toBeGreaterThan(3)
    read.mockRestore()
    await expect.poll(() => elections?.get('other')).toBeDefined()
  })

  it('are followed no more after a start that failed', async () => {
    const { database, other } = await prepareTwo()
    const follow = vi.spyOn(other, 'follow')
    vi.spyOn(database, 'read').mockRejectedValueOnce(new TypeError('defect'))
    await expect(elections?.start()).rejects.toThrow('defect')
    expect(follow.mock.calls.map(([{ signal }]) => signal.aborted)).toEqual([true])
  })
})

/** The feed names `other` first. */
async function prepareTwo(): Promise<{ database: Database; other: Database }> {
  const { couch, database, control } = await prepare()
  const other = await publishInto(couch, makeElection({ election: 'other' }))
  const docs = await control.readMany(['published:other', `published:${id}`])
  const rows = docs.map((doc) => rowOf(doc as StoredDoc))
  vi.spyOn(control, 'follow').mockImplementation(async function* ({ signal }) {
    yield { rows, lastSeq: '2', pending: 0 }
    await untilAborted(signal)
  })
  for (const each of [database, other])
    vi.spyOn(each, 'follow').mockImplementation(async function* ({ signal }) {
      yield { rows: [], lastSeq: '1', pending: 0 }
      await untilAborted(signal)
    })
  return { database, other }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
}

function rowOf(doc: StoredDoc): ChangesPage['rows'][number] {
  return { seq: '1', id: doc._id, revs: [doc._rev], deleted: false, doc }
}
