import type { Logger } from 'pino'
import type { Database } from '../couch/couch.ts'
import type { ElectionState } from '../elections/elections.ts'
import type { ElectionLog } from './core/election-log.ts'

/** What both the supervisor and a tallier take from the process around them. */
export interface Surroundings {
  readonly clock: () => Date
  /** Resolves after `milliseconds`, or at once when `signal` aborts; it never rejects. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** 0 ≤ random() < 1, for jitter only. */
  readonly random: () => number
  /**
   * Whether this very process has verified the signatures of the ballot with this leaf hash (base64url). Nobody else's
   * word is ever taken for a signature.
   */
  readonly wasChecked: (leafHash: string) => boolean
  /** Given the log of each election that is counted here while it is, for whoever asks which ballot has a slot. */
  readonly shareLog: (election: string, log: Pick<ElectionLog, 'holderOf'> | undefined) => void
  /** Never given an identity, a ballot's id or the time of one. */
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /** The longest a gateway's write may take: so long after `acceptUntil` a ballot taken in time may become durable. */
  readonly longestWriteMs: number
}

export interface TallierPorts extends Surroundings {
  readonly election: Pick<ElectionState, 'id' | 'manifest' | 'manifestHash'>
  /** The election's public database. */
  readonly database: Database
  /** The private database `seals`, q=1 and n=1: one copy, hence a serial compare-and-swap. */
  readonly seals: Database
  /** 32-byte Ed25519 seeds. */
  readonly keys: { readonly log: Uint8Array; readonly authority: Uint8Array }
}
