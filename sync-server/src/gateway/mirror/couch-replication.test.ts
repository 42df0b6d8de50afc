import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Couch, Database, StoredDoc } from '../../couch/couch.ts'
import { openCouch } from '../../couch/couch.ts'
import { makeBallot, makeElection } from '../../testing/election-fixture.ts'
import { GatewayFixture } from '../../testing/gateway-fixture.ts'
import { publishLog } from '../../testing/publish-log.ts'
import { recountDocuments } from '../../testing/recount-documents.ts'

const url = process.env['COUCHDB_URL']
const fixture = makeElection()
const id = fixture.manifest.body.election
const ballots = Array.from({ length: 300 }, () => makeBallot(fixture))
const grown = [ballots.slice(0, 200), ballots.slice(200, 259), ballots.slice(259)]

describe.skipIf(url === undefined)('a real CouchDB', () => {
  let server: GatewayFixture
  let couch: Couch
  let target: Database
  beforeAll(async () => {
    server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'))
    await publishLog(server, fixture, grown.slice(0, 2))
    couch = openCouch({ url: url ?? '' })
    target = await couch.ensureDatabase(`mirrored-${crypto.randomUUID()}`, { q: 1, n: 1 })
  })
  afterAll(async () => {
    await couch.deleteDatabase(target.name)
    await couch.close()
    await server.close()
  })

  /** A source that keeps no checkpoint has to be said to be one: CouchDB fails at the end otherwise, with all copied. */
  async function replicate(options: object = {}): Promise<unknown> {
    const { username, password, origin } = new URL(url ?? '')
    const headers = {
      'content-type': 'application/json',
      authorization: `Basic ${btoa(`${username}:${password}`)}`,
    }
    const source = `${server.origin}/mirror/${id}`
    const task = { source, target: { url: `${origin}/${target.name}`, headers }, use_checkpoints: false }
    const body = JSON.stringify({ ...task, ...options })
    return (await fetch(`${origin}/_replicate`, { method: 'POST', headers, body })).json()
  }

  async function documents(): Promise<StoredDoc[]> {
    const all: StoredDoc[] = []
    for await (const document of target.range({ startKey: '', endKey: '\uffff' })) all.push(document)
    return all
  }

  it('replicates an election that can be recounted', async () => {
    expect(await replicate()).toMatchObject({ ok: true })
    const { size, faults } = await recountDocuments(await documents(), fixture)
    expect([size, faults.map(({ code }) => code)]).toEqual([259, ['missing']])
  })

  it('follows the log as it grows', async () => {
    expect(await replicate({ continuous: true })).toMatchObject({ ok: true })
    const gone = new AbortController()
    await publishLog(server, fixture, grown)
    for await (const { rows } of target.follow({ since: '0', includeDocs: false, signal: gone.signal }))
      if (rows.some(({ id: name, revs }) => name === `result:${id}` && revs[0]?.startsWith('2-'))) break
    gone.abort()
    expect(await replicate({ continuous: true, cancel: true })).toMatchObject({ ok: true })
    expect((await recountDocuments(await documents(), fixture)).size).toBe(300)
  })
})
