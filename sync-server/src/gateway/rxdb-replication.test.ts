import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { signCheckpoint, logOrigin } from '#protocol/log/checkpoint'
import { EMPTY_ROOT } from '#protocol/log/merkle'
import { makeBallot, makeElection } from '../testing/election-fixture.ts'
import { GatewayFixture } from '../testing/gateway-fixture.ts'

interface Query {
  exec(): Promise<{ toJSON(): object; get(member: string): unknown } | null>
  readonly $: { subscribe(listener: (found: unknown) => void): void }
}
interface Collection {
  insert(document: object): Promise<unknown>
  findOne(id: string): Query
}
interface PhoneDatabase {
  addCollections(collections: object): Promise<{ ballots: Collection; bulletins: Collection }>
  close(): Promise<unknown>
}
interface StockRxdb {
  createRxDatabase(options: object): Promise<PhoneDatabase>
  getRxStorageMemory(): unknown
  replicateCouchDB(options: object): { awaitInitialReplication(): Promise<void>; cancel(): Promise<unknown> }
}

/** RxDB's own types bring the DOM's into a Node project, so it is loaded by name and met through these few. */
async function loadStockRxdb(): Promise<StockRxdb> {
  const names = ['rxdb/plugins/core', 'rxdb/plugins/storage-memory', 'rxdb/plugins/replication-couchdb']
  const modules: unknown[] = await Promise.all(names.map((name) => import(name)))
  return Object.assign({}, ...modules) as StockRxdb
}

/** The plugin as RxDB ships it, without our phone's wrapper: `/sync` must be its protocol, not our dialect of it. */
const fixture = makeElection()
const id = fixture.manifest.body.election

let server: GatewayFixture
let phone: PhoneDatabase
let rxdb: StockRxdb
beforeAll(async () => {
  rxdb = await loadStockRxdb()
  server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'))
})
afterAll(() => server.close())
afterEach(() => phone.close())

const loose = {
  version: 0,
  primaryKey: '_id',
  type: 'object',
  properties: { _id: { type: 'string', maxLength: 100 } },
} as const

async function openPhone(name: string): Promise<{ ballots: Collection; bulletins: Collection; url: string }> {
  phone = await rxdb.createRxDatabase({ name, storage: rxdb.getRxStorageMemory(), multiInstance: false })
  const document = {
    ...loose,
    properties: {
      ...loose.properties,
      body: { type: 'object', additionalProperties: true },
      signature: { type: 'string' },
      signatures: { type: 'object', additionalProperties: true },
      note: { type: 'string' },
    },
  }
  const collections = await phone.addCollections({
    ballots: { schema: document },
    bulletins: { schema: document },
  })
  return {
    ballots: collections.ballots,
    bulletins: collections.bulletins,
    url: `${server.origin}/sync/${id}/`,
  }
}

test('stock RxDB pushes ballots, also again after it forgot that it had', async () => {
  const ballot = makeBallot(fixture)
  for (const attempt of ['first', 'second']) {
    const { ballots, url } = await openPhone(`push${attempt}`)
    await ballots.insert({ ...ballot })
    const push = rxdb.replicateCouchDB({
      replicationIdentifier: attempt,
      collection: ballots,
      url,
      live: false,
      push: {},
    })
    await push.awaitInitialReplication()
    expect(await server.database.read(ballot._id)).toMatchObject(ballot)
    if (attempt === 'first') await phone.close()
  }
})

test('stock RxDB pulls the manifest, and a head that is published while it waits', async () => {
  const { bulletins, url } = await openPhone('pull')
  const pull = rxdb.replicateCouchDB({
    replicationIdentifier: 'pull',
    collection: bulletins,
    url,
    live: true,
    pull: {},
  })
  await pull.awaitInitialReplication()
  expect((await bulletins.findOne(`manifest:${id}`).exec())?.toJSON()).toMatchObject({
    body: { election: id },
  })
  expect(await bulletins.findOne(`head:${id}`).exec()).toBeNull()

  const note = signCheckpoint(
    { size: 0, root: EMPTY_ROOT },
    logOrigin(id, fixture.manifestHash),
    fixture.keys.log,
  )
  const arrived = new Promise<void>((resolve) => {
    bulletins.findOne(`head:${id}`).$.subscribe((head) => (head ? resolve() : undefined))
  })
  await server.database.write({ _id: `head:${id}`, note })
  await arrived
  expect((await bulletins.findOne(`head:${id}`).exec())?.get('note')).toBe(note)
  await pull.cancel()
})
