import { randomBytes } from 'node:crypto'
import { amendedSchedule } from '#protocol/formats/amendment'
import { checkManifest } from '#protocol/formats/manifest'
import type { AdminPorts } from '../admin/ports.ts'
import type { Elections, ElectionState } from '../elections/elections.ts'
import { CONTROL_DATABASE, electionDatabase, openControl } from '../elections/elections.ts'
import type { Keystore } from '../keys/keystore.ts'
import { StoredKeystore } from '../keys/stored-keystore.ts'
import { Vault } from '../keys/vault.ts'
import { publishedId } from '../registrar/published-roll.ts'
import { MemoryCouch } from './memory-couch.ts'

/** An election office over a database in memory, whose clock the test turns. */
export interface AdminFixture extends AdminPorts {
  readonly couch: MemoryCouch
  now: Date
}

export const MORNING = new Date('2026-05-01T08:00:00Z')

/** Elections of this fixture know only what {@link publishedState} was asked to look up. */
export async function makeOffice(options: { keystore?: Keystore } = {}): Promise<AdminFixture> {
  const couch = new MemoryCouch()
  const control = await openControl(couch)
  const known = new Map<string, ElectionState>()
  const office: AdminFixture = {
    couch,
    keystore: options.keystore ?? new StoredKeystore(control, randomBytes(32)),
    vault: new Vault(randomBytes(32)),
    elections: electionsOf(couch, known),
    now: MORNING,
    clock: () => office.now,
    random: randomBytes,
    origin: 'https://vote.example',
  }
  return office
}

/** The state of a published election as its documents have it, undefined before it is published. */
export async function publishedState(couch: MemoryCouch, id: string): Promise<ElectionState | undefined> {
  const published = await couch.database(CONTROL_DATABASE).read(publishedId(id))
  if (!published) return undefined
  const database = couch.database(electionDatabase(id))
  const manifest = checkManifest(await database.read(`manifest:${id}`), String(published['manifestHash']))
  const amendments: unknown[] = []
  for await (const stored of database.range({ startKey: 'amendment:', endKey: 'amendment:\uffff' }))
    amendments.push(stored)
  const schedule = amendedSchedule(manifest.body, amendments)
  return {
    id,
    manifest,
    manifestHash: String(published['manifestHash']),
    schedule,
    phase: (now) => (now < new Date(schedule.closes) ? 'open' : 'closed'),
  }
}

function electionsOf(couch: MemoryCouch, known: Map<string, ElectionState>): Elections {
  return {
    get: (id) => known.get(id),
    list: () => [...known.values()],
    whenKnown: async (id) => {
      const state = await publishedState(couch, id)
      if (!state) throw new Error(`${id} is not published`)
      known.set(id, state)
      return state
    },
    onPublished: () => () => undefined,
  }
}
