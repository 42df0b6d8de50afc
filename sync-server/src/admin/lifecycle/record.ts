import { oneOf } from '#protocol/decode'
import type { Database } from '../../couch/couch.ts'
import type { Definition } from './definition.ts'
import { parseDefinition } from './definition.ts'

/**
 * What `election:<election>` in `control` says. From `opening` on, keys and manifest may exist, so the definition stands.
 * Whether an election is published is told by `published:<election>` alone.
 */
export interface ElectionRecord {
  readonly _id: string
  readonly _rev: string
  readonly definition: Definition
  readonly state: 'draft' | 'opening'
}

const RECORD = 'election:'
const state = oneOf('draft', 'opening')

export function recordId(election: string): string {
  return RECORD + election
}

export async function readRecord(control: Database, election: string): Promise<ElectionRecord | undefined> {
  const stored = await control.read(recordId(election))
  return stored && parseRecord(stored)
}

export async function listRecords(control: Database): Promise<ElectionRecord[]> {
  const records: ElectionRecord[] = []
  for await (const stored of control.range({ startKey: RECORD, endKey: `${RECORD}\uffff` })) {
    records.push(parseRecord(stored))
  }
  return records
}

function parseRecord(stored: { _id: string; _rev: string; [member: string]: unknown }): ElectionRecord {
  const { _id, _rev } = stored
  return {
    _id,
    _rev,
    definition: parseDefinition(stored['definition']),
    state: state(stored['state'], 'state'),
  }
}
