import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deriveCode } from '#protocol/formats/credential'
import { registryDatabase } from '../../elections/elections.ts'
import { drawElectionKeys } from '../../keys/election-keys.ts'
import type { ElectionKeys } from '../../keys/keystore.ts'
import { codeId } from '../../registrar/roll.ts'
import type { AdminFixture } from '../../testing/admin-fixture.ts'
import { makeOffice } from '../../testing/admin-fixture.ts'
import { Crash } from '../../testing/memory-couch.ts'
import { closeElection } from '../lifecycle/close-election.ts'
import { noteCodesReceived } from '../lifecycle/codes-received.ts'
import { createElection } from '../lifecycle/create-election.ts'
import { gardenMeeting } from './garden-meeting.ts'
import { seedDemonstration } from './seed-demonstration.ts'

const LATER = new Date('2026-05-03T08:00:00Z')
let keys: ElectionKeys
let office: AdminFixture

beforeAll(async () => {
  keys = await drawElectionKeys(['all'])
})

beforeEach(async () => {
  office = await makeOffice({
    keystore: { load: () => Promise.resolve(keys), create: () => Promise.resolve(keys) },
  })
})

describe('the demonstration', () => {
  it('has ten codes at the first start', async () => {
    const { election, joinLink, codes, remaining } = await seedDemonstration(office)
    expect(election).toBe('demo')
    expect(joinLink).toMatch(/^https:\/\/vote\.example\/#\/join\/demo\/[\w-]{43}$/)
    expect(new Set(codes).size).toBe(10)
    expect(remaining).toBe(10)
  })

  it('shows its codes again when nobody noted that they were shown', async () => {
    const first = await seedDemonstration(office)
    expect(await seedDemonstration(office)).toEqual(first)
  })

  it('keeps its codes to itself at later starts, and says how many are left', async () => {
    const first = await seedDemonstration(office)
    await noteCodesReceived(office, first.election)
    const manifestHash = first.joinLink.split('/').at(-1) ?? ''
    const registry = office.couch.database(registryDatabase('demo'))
    const stored = await registry.read(codeId(deriveCode(first.codes?.[0] ?? '', manifestHash, 'main')))
    const issued = { request: Buffer.alloc(32).toString('base64url'), day: '2026-05-01' }
    if (stored) await registry.write({ ...stored, issued })
    office.now = LATER
    expect(await seedDemonstration(office)).toEqual({ ...first, codes: undefined, remaining: 9 })
  })

  it('is followed by another once it is over', async () => {
    await seedDemonstration(office)
    office.now = new Date('2026-06-01T08:00:00Z')
    const second = await seedDemonstration(office)
    expect(second).toMatchObject({ election: 'demo-2', remaining: 10 })
    office.now = new Date('2026-06-01T09:00:00Z')
    await closeElection(office, 'demo-2')
    await office.elections.whenKnown('demo-2', AbortSignal.timeout(1000))
    expect(await seedDemonstration(office)).toMatchObject({ election: 'demo-3', remaining: 10 })
  })

  it('is followed by another when the server has another address', async () => {
    await seedDemonstration(office)
    const moved = await seedDemonstration({ ...office, origin: 'https://192.168.1.20:8443' })
    expect(moved).toMatchObject({ election: 'demo-2', remaining: 10 })
    expect(moved.joinLink).toContain('https://192.168.1.20:8443/#/join/demo-2/')
  })

  it('leaves an election of the same name alone', async () => {
    await createElection(office, gardenMeeting('demo', office.now))
    expect((await seedDemonstration(office)).election).toBe('demo-2')
  })

  it('hands out codes after a start that died at any write', async () => {
    let died = 0
    for (let broken = true; broken; died++) {
      office = await makeOffice({ keystore: office.keystore })
      let writes = 0
      const dying = died
      office.couch.plan = () => (writes++ === dying ? 'crash-after' : undefined)
      broken = await seedDemonstration(office).then(
        () => false,
        (error: unknown) => {
          if (!(error instanceof Crash)) throw error
          return true
        },
      )
      office.couch.plan = () => undefined
      if (!broken) continue
      expect((await seedDemonstration(office)).codes).toHaveLength(10)
    }
    // Demonstration, draft, opening, manifest, ten codes and what keeps them, roll, two copies, issuance, published, and
    // that it is open; and one time in which nothing died.
    expect(died).toBe(22)
  })
})
