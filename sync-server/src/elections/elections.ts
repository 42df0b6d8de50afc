import type { Schedule } from '#protocol/formats/amendment'
import type { ManifestDocument } from '#protocol/formats/manifest'
import type { Couch, Database } from '../couch/couch.ts'

export type Phase = 'draft' | 'open' | 'closed' | 'final' | 'cancelled'

/** The public state of one published election, as the database's own feed last told it. */
export interface ElectionState {
  readonly id: string
  readonly manifest: ManifestDocument
  readonly manifestHash: string
  readonly schedule: Schedule
  phase(now: Date): Phase
}

/** The published elections of this server, kept current from the database's feeds. */
export interface Elections {
  get(id: string): ElectionState | undefined
  list(): readonly ElectionState[]
  /** Resolves once the election is known here, so that whoever published it may name it to others. */
  whenKnown(id: string, signal: AbortSignal): Promise<ElectionState>
  /** Calls `listener` for each election already known and each that is published later; returns the way to stop. */
  onPublished(listener: (election: ElectionState) => void): () => void
}

export const CONTROL_DATABASE = 'control'

/**
 * What is decided once and for all is decided in `control`: with one copy (q=1, n=1) a database is a serial
 * compare-and-swap, also on a cluster, where with more copies two writers may both be told yes.
 */
export function openControl(couch: Pick<Couch, 'ensureDatabase'>): Promise<Database> {
  return couch.ensureDatabase(CONTROL_DATABASE, { q: 1, n: 1 })
}

export function electionDatabase(election: string): string {
  return `election-${election}`
}

export function registryDatabase(election: string): string {
  return `registry-${election}`
}
