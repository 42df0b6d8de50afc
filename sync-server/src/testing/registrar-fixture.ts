import { randomBytes } from 'node:crypto'
import { deriveCode } from '#protocol/formats/credential'
import type { Manifest } from '#protocol/formats/manifest'
import type { Database } from '../couch/couch.ts'
import type { Elections, ElectionState } from '../elections/elections.ts'
import { electionDatabase, registryDatabase, openControl } from '../elections/elections.ts'
import type { Keystore } from '../keys/keystore.ts'
import { publishedId } from '../registrar/published-roll.ts'
import type { Roll } from '../registrar/roll.ts'
import { drawRoll } from '../registrar/draw-roll.ts'
import type { ElectionFixture } from './election-fixture.ts'
import { makeElection, stateOf } from './election-fixture.ts'
import { MemoryCouch } from './memory-couch.ts'

/** A published election whose codes are on the roll, for tests of the registrar. */
export interface RegistrarFixture {
  readonly couch: MemoryCouch
  readonly control: Database
  readonly registry: Database
  readonly database: Database
  readonly election: ElectionFixture
  readonly state: ElectionState
  readonly elections: Elections
  readonly keystore: Keystore
  readonly roll: Roll
  /** By group. */
  readonly codes: Record<string, string[]>
  /** The form of a code that reaches registrar `main`. */
  form(code: string): string
}

export const DURING = new Date('2026-05-01T12:00:00Z')

export async function makeRegistrar(
  size: Readonly<Record<string, number>> = { all: 3 },
  overrides: Partial<Manifest> = {},
): Promise<RegistrarFixture> {
  const couch = new MemoryCouch()
  const election = makeElection(overrides)
  const id = election.manifest.body.election
  const control = await openControl(couch)
  const registry = await couch.ensureDatabase(registryDatabase(id))
  const database = await couch.ensureDatabase(electionDatabase(id))
  const { manifestHash } = election
  const { roll, codes } = await drawCodes(registry, manifestHash, size)
  await control.write({ _id: publishedId(id), manifestHash, roll })
  const state = stateOf(election)
  return {
    couch,
    control,
    registry,
    database,
    election,
    state,
    elections: electionsOf(state),
    keystore: {
      load: (wanted) => Promise.resolve(wanted === id ? election.keys : undefined),
      create: () => Promise.resolve(election.keys),
    },
    roll,
    codes,
    form: (code) => deriveCode(code, manifestHash, 'main'),
  }
}

/** Draws a roll and catches its codes on their way into the vault. */
export async function drawCodes(
  registry: Database,
  manifestHash: string,
  size: Readonly<Record<string, number>>,
): Promise<{ roll: Roll; codes: Record<string, string[]> }> {
  const codes = Object.fromEntries(Object.keys(size).map((group) => [group, [] as string[]]))
  const roll = await drawRoll(registry, {
    ...{ manifestHash, registrar: 'main', size, random: randomBytes },
    keep: (id, batch) => {
      codes[batch.group]?.push(...batch.codes)
      return { _id: `kept-codes:${id}:${batch.number}` }
    },
    onProgress: () => undefined,
  })
  return { roll, codes }
}

function electionsOf(state: ElectionState): Elections {
  return {
    get: (id) => (id === state.id ? state : undefined),
    list: () => [state],
    whenKnown: () => Promise.resolve(state),
    onPublished: (listener) => {
      listener(state)
      return () => undefined
    },
  }
}
