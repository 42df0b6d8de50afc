import type { Schedule } from '#protocol/formats/amendment'
import type { ManifestDocument } from '#protocol/formats/manifest'

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

export function electionDatabase(election: string): string {
  return `election-${election}`
}

export function registryDatabase(election: string): string {
  return `registry-${election}`
}
