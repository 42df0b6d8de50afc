import { resultId } from '#protocol/formats/result'
import type { Database } from '../../couch/couch.ts'
import type { Phase } from '../../elections/elections.ts'
import { electionDatabase, registryDatabase, openControl } from '../../elections/elections.ts'
import { readPublished } from '../../registrar/published-roll.ts'
import type { Roll } from '../../registrar/roll.ts'
import { countIssued } from '../../registrar/roll.ts'
import type { AdminPorts } from '../ports.ts'
import type { ElectionRecord } from './record.ts'
import { listRecords } from './record.ts'

export interface ElectionSummary {
  readonly election: string
  readonly title: Readonly<Record<string, string>>
  readonly phase: Phase
  /** By group; empty before the election is opened. */
  readonly rollSize: Readonly<Record<string, number>>
  readonly issued: Readonly<Record<string, number>>
  /** Ballots in the last published result, those that were replaced later included. */
  readonly counted: number
}

/** Counts spent codes; a registry that did not change since is not counted again. */
export class IssuedCounts {
  readonly #known = new Map<string, { readonly seen: string; readonly issued: Record<string, number> }>()

  async count(registry: Database, roll: Roll): Promise<Record<string, number>> {
    const { updateSeq } = await registry.info()
    const known = this.#known.get(roll.id)
    if (known?.seen === updateSeq) return known.issued
    const issued = await countIssued(registry, roll.id, Object.keys(roll.size))
    this.#known.set(roll.id, { seen: updateSeq, issued })
    return issued
  }
}

/** Every election of this server, drafts too, by id. */
export async function listElections(
  ports: Pick<AdminPorts, 'couch' | 'elections' | 'clock'>,
  counts: IssuedCounts,
): Promise<ElectionSummary[]> {
  const control = await openControl(ports.couch)
  const summaries: ElectionSummary[] = []
  for (const record of await listRecords(control))
    summaries.push(await summarize(ports, control, record, counts))
  return summaries
}

async function summarize(
  { couch, elections, clock }: Pick<AdminPorts, 'couch' | 'elections' | 'clock'>,
  control: Database,
  { definition }: ElectionRecord,
  counts: IssuedCounts,
): Promise<ElectionSummary> {
  const { election, title } = definition
  const published = await readPublished(control, election)
  if (!published) return { election, title, phase: 'draft', rollSize: {}, issued: {}, counted: 0 }
  const result = await couch.database(electionDatabase(election)).read(resultId(election))
  return {
    election,
    title,
    phase: elections.get(election)?.phase(clock()) ?? 'draft',
    rollSize: published.roll.size,
    issued: await counts.count(couch.database(registryDatabase(election)), published.roll),
    counted: sizeOf(result?.['body']),
  }
}

function sizeOf(body: unknown): number {
  return typeof body === 'object' && body !== null && 'size' in body ? Number(body.size) : 0
}
