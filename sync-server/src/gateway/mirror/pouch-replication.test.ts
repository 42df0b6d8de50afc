import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeBallot, makeElection } from '../../testing/election-fixture.ts'
import { GatewayFixture } from '../../testing/gateway-fixture.ts'
import { PouchObserver } from '../../testing/pouch-observer.ts'
import { publishLog } from '../../testing/publish-log.ts'

const fixture = makeElection()
const id = fixture.manifest.body.election
const ballots = Array.from({ length: 259 }, () => makeBallot(fixture))

let server: GatewayFixture
let observer: PouchObserver
beforeAll(async () => {
  server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'))
  await publishLog(server, fixture, [ballots.slice(0, 200), ballots.slice(200)])
})
afterAll(() => server.close())
beforeEach(async () => {
  observer = await PouchObserver.start(`${server.origin}/mirror/${id}`)
})
afterEach(() => observer.close())

describe('a stock PouchDB', () => {
  it('has every public document once, and nothing to do the second time', async () => {
    const first = await observer.db.replicate.from(observer.remote)
    expect(first).toMatchObject({ ok: true, doc_write_failures: 0 })
    const ids = (await observer.documents()).map(({ _id }) => String(_id))
    expect(ids.filter((name) => name.startsWith('ballot:'))).toEqual(ballots.map(({ _id }) => _id).sort())
    expect(ids.filter((name) => name.startsWith('batch:'))).toHaveLength(2)
    expect(ids.slice(-3)).toEqual([`head:${id}`, `manifest:${id}`, `result:${id}`])
    const second = await observer.db.replicate.from(observer.remote)
    expect(second).toMatchObject({ ok: true, docs_read: 0, last_seq: first.last_seq })
  })
})
