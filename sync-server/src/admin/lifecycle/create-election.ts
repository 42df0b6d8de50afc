import { formatTime } from '#protocol/decode'
import { canonicalJson } from '#protocol/json'
import { openControl } from '../../elections/elections.ts'
import { Problem } from '../../http/problem.ts'
import { swapDocument } from '../documents.ts'
import type { AdminPorts } from '../ports.ts'
import type { Definition } from './definition.ts'
import { parseDefinition } from './definition.ts'
import { checkDefinition, warningsOf } from './draft-manifest.ts'
import { readRecord, recordId } from './record.ts'

export interface CreatedElection {
  readonly election: string
  readonly warnings: readonly string[]
}

/**
 * Keeps a definition as a draft. Creating the same again changes nothing; another definition takes the draft's place until
 * somebody begins to open it.
 *
 * @throws {ProtocolError} malformed | unsupported
 * @throws {Problem} 409 election-exists
 */
export async function createElection(ports: AdminPorts, value: unknown): Promise<CreatedElection> {
  const definition = parseDefinition(value)
  const { election } = definition
  checkCloses(definition, ports.clock())
  checkDefinition(definition, ports.origin, ports.clock())
  const control = await openControl(ports.couch)
  const record = await readRecord(control, election)
  const created = { election, warnings: warningsOf(definition, undefined) }
  if (record && canonicalJson(record.definition) === canonicalJson(definition)) return created
  if (record?.state === 'opening') throw exists(election)
  const document = {
    _id: recordId(election),
    ...(record && { _rev: record._rev }),
    definition,
    state: 'draft',
  }
  if (!(await swapDocument(control, document))) throw exists(election)
  return created
}

function checkCloses({ closes }: Definition, now: Date): void {
  if (closes <= formatTime(now))
    throw new Problem(400, 'malformed', `closes is in the past: ${closes}. Say when the voting is to end.`)
}

function exists(election: string): Problem {
  return new Problem(
    409,
    'election-exists',
    `There is an election "${election}" already, and it cannot be changed.`,
  )
}
