import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBallot, makeElection } from '../../testing/election-fixture.ts'
import { GatewayFixture } from '../../testing/gateway-fixture.ts'
import { PouchObserver } from '../../testing/pouch-observer.ts'
import { publishLog } from '../../testing/publish-log.ts'
import { recountDocuments } from '../../testing/recount-documents.ts'

const fixture = makeElection()
const id = fixture.manifest.body.election
const ballots = Array.from({ length: 60 }, () => makeBallot(fixture))
const batches = [ballots.slice(0, 25), ballots.slice(25, 40)]
/** No registrar has stated anything in this fixture. */
const NO_STATEMENT = [{ document: `issuance:${id}:main`, code: 'missing' }]

let server: GatewayFixture
let observer: PouchObserver
beforeEach(async () => {
  server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'))
  await publishLog(server, fixture, batches)
  observer = await PouchObserver.start(address())
})
afterEach(async () => {
  await observer.close()
  await server.close()
})

const address = (): string => `${server.origin}/mirror/${id}`

describe('a stock PouchDB', () => {
  it.each([1, 7, 1000])('that reads %i at a time has an election that can be recounted', async (size) => {
    const done = await observer.db.replicate.from(observer.remote, { batch_size: size })
    expect(done).toMatchObject({ ok: true, doc_write_failures: 0 })
    const documents = await observer.documents()
    const kinds = documents
      .map(({ _id }) => _id.slice(0, _id.indexOf(':')))
      .filter((kind) => kind !== 'ballot')
    expect(kinds).toEqual(['batch', 'batch', 'head', 'manifest', 'result'])
    expect(await recountDocuments(documents, fixture)).toMatchObject({ size: 40, faults: NO_STATEMENT })
  })

  it('goes on where it was, at another server too, although no checkpoint is kept here', async () => {
    const first = await observer.db.replicate.from(observer.remote)
    await publishLog(server, fixture, [...batches, ballots.slice(40)])
    const second = await observer.db.replicate.from(observer.remote)
    expect([first.docs_read, second.docs_read]).toEqual([40 + 2 + 3, 20 + 1 + 2])
    expect(await recountDocuments(await observer.documents(), fixture)).toMatchObject({ size: 60 })
    expect(await server.database.info()).toMatchObject({ docCount: 60 + 3 + 3 })
  })

  it('holds what goes together however the log grows while it reads', async () => {
    let published = 2
    const growing: typeof fetch = async (input, init) => {
      if (typeof input === 'string' && input.includes('_bulk_get') && published < 12) {
        published++
        await publishLog(server, fixture, growth(published))
      }
      return fetch(input, init)
    }
    const reader = await PouchObserver.start(address(), growing)
    for (let growths = -1; growths !== published;) {
      growths = published
      await reader.db.replicate.from(reader.remote, { batch_size: 20 })
      const { faults } = await recountDocuments(await reader.documents(), fixture)
      expect(faults).toEqual(expect.arrayContaining([expect.objectContaining(NO_STATEMENT[0])]))
      expect(faults).toHaveLength(1)
    }
    await reader.close()
  })

  it('follows the log live', async () => {
    const live = observer.db.replicate.from(observer.remote, { live: true })
    const seen = new Promise<void>((resolve) => {
      live.on('change', ({ last_seq: seq }: { last_seq: string }) => {
        if (seq.startsWith('60-')) resolve()
      })
    })
    await new Promise<void>((resolve) => {
      live.once('paused', () => resolve())
    })
    await publishLog(server, fixture, [...batches, ballots.slice(40)])
    await seen
    live.cancel()
    expect(await observer.documents()).toHaveLength(60 + 3 + 3)
  })

  it('can keep both in step, when the half that writes keeps its checkpoint to itself', async () => {
    await observer.db.sync(observer.remote, { push: { checkpoint: 'source' } })
    expect(await observer.documents()).toHaveLength(45)
  })

  it('has every leaf of a ballot that somebody has tampered with', async () => {
    const [first, second, third] = ballots
    const stored = await server.database.read(first?._id ?? '')
    await server.database.write({ _id: first?._id ?? '', _rev: stored?._rev ?? '', votes: 'edited' })
    await server.database.plant([{ _id: second?._id ?? '', _rev: `1-${'f'.repeat(32)}`, votes: 'planted' }])
    await server.database.plant([{ _id: third?._id ?? '', _rev: `7-${'e'.repeat(32)}`, _deleted: true }])
    await observer.db.replicate.from(observer.remote)
    const [edited, planted, deleted] = await Promise.all(
      [first, second, third].map((ballot) =>
        observer.db.get(ballot?._id ?? '', { conflicts: true, revs: true, open_revs: 'all' }),
      ),
    )
    const okOf = (leaves: unknown): object[] => (leaves as { ok: object }[]).map(({ ok }) => ok)
    expect(okOf(edited)).toMatchObject([{ votes: 'edited', _revisions: { start: 2 } }])
    expect(okOf(planted)).toHaveLength(2)
    expect(okOf(deleted)).toEqual(expect.arrayContaining([expect.objectContaining({ _deleted: true })]))
  })
})

/** The first two batches, and then a ballot each. */
function growth(count: number): (typeof ballots)[] {
  return [...batches, ...ballots.slice(40, 40 + count - 2).map((ballot) => [ballot])]
}
