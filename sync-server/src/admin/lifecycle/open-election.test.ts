import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deriveCode } from '#protocol/formats/credential'
import { checkIssuance } from '#protocol/formats/issuance'
import { checkManifest } from '#protocol/formats/manifest'
import { CONTROL_DATABASE, electionDatabase, registryDatabase } from '../../elections/elections.ts'
import { drawElectionKeys } from '../../keys/election-keys.ts'
import type { ElectionKeys, Keystore } from '../../keys/keystore.ts'
import { Vault } from '../../keys/vault.ts'
import { readPublished } from '../../registrar/published-roll.ts'
import { codeId, parseCodeDocument } from '../../registrar/roll.ts'
import type { AdminFixture } from '../../testing/admin-fixture.ts'
import { makeOffice, MORNING } from '../../testing/admin-fixture.ts'
import type { Fault } from '../../testing/memory-couch.ts'
import { Crash } from '../../testing/memory-couch.ts'
import { noteCodesReceived } from './codes-received.ts'
import { createElection } from './create-election.ts'
import { openElection } from './open-election.ts'
import type { OpenedElection } from './open-election.ts'

const definition = {
  election: 'board-2026',
  title: 'Board',
  closes: '2026-05-02T08:00:00Z',
  groups: [
    { id: 'all', contests: ['chair'] },
    { id: 'members', weight: 2, contests: ['chair'] },
  ],
  contests: [
    {
      id: 'chair',
      title: 'Chair',
      method: 'plurality',
      options: [
        { id: 'ada', title: 'Ada' },
        { id: 'bob', title: 'Bob' },
      ],
    },
  ],
}
const size = { all: 12, members: 3 }
let keys: ElectionKeys
let office: AdminFixture

beforeAll(async () => {
  keys = await drawElectionKeys(['all', 'members'])
})

beforeEach(async () => {
  const keystore: Keystore = { load: () => Promise.resolve(keys), create: () => Promise.resolve(keys) }
  office = await makeOffice({ keystore })
  await createElection(office, definition)
})

function open(): Promise<OpenedElection> {
  return openElection(office, 'board-2026', size)
}

/** Everything that voters rely on fits together, and exactly these codes are good. */
async function expectSound({ manifestHash, codes }: OpenedElection): Promise<void> {
  const database = office.couch.database(electionDatabase('board-2026'))
  const registry = office.couch.database(registryDatabase('board-2026'))
  const published = await readPublished(office.couch.database(CONTROL_DATABASE), 'board-2026')
  const manifest = checkManifest(await database.read('manifest:board-2026'), manifestHash)
  expect(published?.manifestHash).toBe(manifestHash)
  const { body } = checkIssuance(await database.read('issuance:board-2026:main'), manifest.body)
  const { size: rollSize, root: rollRoot } = published?.roll ?? {}
  expect(body).toMatchObject({ rollSize, rollRoot, issued: { all: 0, members: 0 }, final: false })
  expect(body.rollSize).toEqual(size)
  for (const [group, drawn] of Object.entries(codes)) {
    expect(drawn).toHaveLength(body.rollSize[group] ?? 0)
    for (const code of drawn) {
      const stored = await registry.read(codeId(deriveCode(code, manifestHash, 'main')))
      expect(stored && parseCodeDocument(stored)).toMatchObject({ group, roll: published?.roll.id })
    }
  }
}

describe('opening an election', () => {
  it('publishes manifest, issuance and codes that fit together', async () => {
    const opened = await open()
    await expectSound(opened)
    expect(opened.joinLink).toBe(`https://vote.example/#/join/board-2026/${opened.manifestHash}`)
    expect(opened.warnings).toEqual([expect.stringContaining('Group "members"')])
  })

  it('again answers with the same codes until they were received, and changes nothing', async () => {
    const opened = await open()
    office.now = new Date('2026-05-01T09:00:00Z')
    expect(await open()).toEqual(opened)
    await noteCodesReceived(office, 'board-2026')
    expect(await open()).toEqual({ ...opened, codes: {} })
    await expectSound(opened)
  })

  it('with another number of codes says with how many it was opened', async () => {
    await open()
    const { codes, warnings } = await openElection(office, 'board-2026', { all: 7 })
    expect(codes['all']).toHaveLength(12)
    expect(warnings.at(-1)).toContain('12 for group "all", 3 for group "members"')
  })

  it('by two officers at once is one opening, and both have its codes', async () => {
    const [first, second] = await Promise.all([open(), open()])
    expect(second).toEqual(first)
    await expectSound(first)
  })

  it('by two officers at two nodes of a cluster is one opening, too', async () => {
    office.couch.racing = true
    const elsewhere = {
      ...office,
      origin: 'https://elsewhere.example',
      now: new Date(MORNING.getTime() + 1000),
    }
    const ports = [office, { ...elsewhere, clock: () => elsewhere.now }]
    const both = await Promise.allSettled(ports.map((port) => openElection(port, 'board-2026', size)))
    office.couch.racing = false
    const opened = await open()
    await expectSound(opened)
    for (const each of both)
      if (each.status === 'fulfilled')
        expect(each.value).toMatchObject({ manifestHash: opened.manifestHash, codes: opened.codes })
      else expect(each.reason).toMatchObject({ code: 'unavailable' })
  })

  it('is decided where one copy makes a compare-and-swap serial', async () => {
    await open()
    expect(office.couch.sizes.get(CONTROL_DATABASE)).toEqual({ q: 1, n: 1 })
    expect(office.couch.sizes.get(registryDatabase('board-2026'))).toMatchObject({ n: 1 })
  })

  it('tells how many codes are drawn, and lets others run in between', async () => {
    let turns = 0
    const counting = setInterval(() => turns++, 0)
    const progress: number[] = []
    await openElection(office, 'board-2026', { all: 1000 }, (drawn) => progress.push(drawn))
    clearInterval(counting)
    expect(progress).toEqual([250, 500, 750, 1000])
    expect(turns).toBeGreaterThan(4)
  })

  it('needs a definition, groups that it has, and a closing that is to come', async () => {
    await expect(openElection(office, 'council', {})).rejects.toMatchObject({
      status: 404,
      code: 'unknown-election',
    })
    await expect(openElection(office, 'board-2026', { guests: 1 })).rejects.toMatchObject({
      code: 'malformed',
    })
    await expect(openElection(office, 'board-2026', { all: 1_000_001 })).rejects.toMatchObject({
      code: 'too-large',
    })
    office.now = new Date('2026-05-02T08:00:00Z')
    await expect(open()).rejects.toMatchObject({ status: 409, code: 'late' })
  })
})

describe('an opening that breaks off at any write', () => {
  const faults = ['crash', 'crash-after', 'lost', 'unknown'] as const

  /** Opens with `fault` at write number `nth`. @returns whether there was such a write. */
  async function breakAt(nth: number, fault: Fault): Promise<boolean> {
    let writes = 0
    office.couch.plan = () => (writes++ === nth ? fault : undefined)
    try {
      await open()
    } catch (error) {
      if (!(error instanceof Crash)) expect(error).toMatchObject({ code: 'unavailable' })
    }
    office.couch.plan = () => undefined
    return writes > nth
  }

  it.each(faults)('is finished by the next one (%s)', async (fault) => {
    let broken = 0
    while (await breakAt(broken, fault)) {
      office.now = new Date(MORNING.getTime() + 60_000)
      await expectSound(await open())
      const keystore: Keystore = { load: () => Promise.resolve(keys), create: () => Promise.resolve(keys) }
      office = await makeOffice({ keystore })
      await createElection(office, definition)
      broken++
    }
    // The record, manifest, fifteen codes in two groups and as many documents that keep them, roll, the copy of the
    // manifest, issuance and its copy, and the publication.
    expect(broken).toBe(24)
  })

  it.each(faults)(
    'shows the codes next time, also when the publication was the last that was heard (%s)',
    async (fault) => {
      await breakAt(23, fault)
      const opened = await open()
      expect(opened.codes['all']).toHaveLength(12)
      await expectSound(opened)
    },
  )

  it('keeps the manifest that was stored, also on a server whose address changed', async () => {
    await breakAt(5, 'crash')
    office = { ...office, origin: 'https://elsewhere.example' }
    const decided = await office.couch.database(CONTROL_DATABASE).read('manifest:board-2026')
    await open()
    const copy = await office.couch.database(electionDatabase('board-2026')).read('manifest:board-2026')
    expect(copy?.['body']).toEqual(decided?.['body'])
  })
})

describe('codes that were received', () => {
  const kept = async (): Promise<string[]> => {
    const ids: string[] = []
    const registry = office.couch.database(registryDatabase('board-2026'))
    for await (const { _id } of registry.range({ startKey: 'kept-', endKey: 'kept-\uffff' })) ids.push(_id)
    return ids
  }

  it('are kept nowhere any more', async () => {
    await open()
    expect(await kept()).toHaveLength(2)
    await noteCodesReceived(office, 'board-2026')
    expect(await kept()).toEqual([])
    await noteCodesReceived(office, 'board-2026')
  })

  it('are answered to nobody, not even in part, when the process died while it forgot them', async () => {
    await open()
    office.couch.plan = ({ doc }) => (doc._deleted ? 'crash' : undefined)
    await expect(noteCodesReceived(office, 'board-2026')).rejects.toThrow(Crash)
    office.couch.plan = () => undefined
    expect((await open()).codes).toEqual({})
    await noteCodesReceived(office, 'board-2026')
    expect(await kept()).toEqual([])
  })

  it('lie encrypted until then, and another secret does not open them', async () => {
    const { codes } = await open()
    const registry = office.couch.database(registryDatabase('board-2026'))
    const stored: unknown[] = []
    for await (const document of registry.range({ startKey: '', endKey: '\uffff' })) stored.push(document)
    for (const code of codes['all'] ?? []) expect(JSON.stringify(stored)).not.toContain(code)
    const stranger = { ...office, vault: new Vault(new Uint8Array(32)) }
    await expect(openElection(stranger, 'board-2026', size)).rejects.toThrow('secret file')
  })

  it('are of an open election', async () => {
    await expect(noteCodesReceived(office, 'board-2026')).rejects.toMatchObject({ code: 'unknown-election' })
  })
})

describe('a draft', () => {
  it('can be created again and replaced, until it is opened', async () => {
    const other = { ...definition, title: 'The board' }
    await createElection(office, other)
    await createElection(office, definition)
    await open()
    expect(await createElection(office, definition)).toEqual({ election: 'board-2026', warnings: [] })
    await expect(createElection(office, other)).rejects.toMatchObject({
      status: 409,
      code: 'election-exists',
    })
  })

  it('stands as soon as an opening has begun', async () => {
    office.couch.plan = ({ doc }) => (doc._id.startsWith('manifest:') ? 'crash' : undefined)
    await expect(open()).rejects.toThrow(Crash)
    const other = { ...definition, title: 'The board' }
    await expect(createElection(office, other)).rejects.toMatchObject({ code: 'election-exists' })
  })
})
