import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deriveCode } from '#protocol/formats/credential'
import { checkIssuance } from '#protocol/formats/issuance'
import { checkManifest } from '#protocol/formats/manifest'
import { CONTROL_DATABASE, electionDatabase, registryDatabase } from '../../elections/elections.ts'
import { drawElectionKeys } from '../../keys/election-keys.ts'
import type { ElectionKeys, Keystore } from '../../keys/keystore.ts'
import { readPublished } from '../../registrar/published-roll.ts'
import { codeId, parseCodeDocument } from '../../registrar/roll.ts'
import type { AdminFixture } from '../../testing/admin-fixture.ts'
import { makeOffice, MORNING } from '../../testing/admin-fixture.ts'
import type { Fault } from '../../testing/memory-couch.ts'
import { Crash } from '../../testing/memory-couch.ts'
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

  it('again shows no codes and changes nothing', async () => {
    const opened = await open()
    office.now = new Date('2026-05-01T09:00:00Z')
    const again = await open()
    expect(again).toEqual({ ...opened, codes: {} })
    await expectSound(opened)
  })

  it('by two officers at once shows one of them the codes', async () => {
    const both = await Promise.all([open(), open()])
    const [winner, ...others] = both.filter(({ codes }) => Object.keys(codes).length > 0)
    expect(others).toEqual([])
    if (winner) await expectSound(winner)
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
    // The record, fifteen codes in two groups, manifest, issuance, and the publication.
    expect(broken).toBe(19)
  })

  it('shows the codes next time, unless it was published already', async () => {
    await breakAt(18, 'crash')
    expect((await open()).codes['all']).toHaveLength(12)
    const published = await makeOffice({ keystore: office.keystore })
    office = published
    await createElection(office, definition)
    await breakAt(18, 'crash-after')
    expect((await open()).codes).toEqual({})
  })

  it('keeps the manifest that was stored, also on a server whose address changed', async () => {
    await breakAt(5, 'crash')
    office = { ...office, origin: 'https://elsewhere.example' }
    const database = office.couch.database(electionDatabase('board-2026'))
    const before = await database.read('manifest:board-2026')
    await open()
    expect(await database.read('manifest:board-2026')).toEqual(before)
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
