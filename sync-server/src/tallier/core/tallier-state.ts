import type { Schedule } from '#protocol/formats/amendment'
import type { Close, RefusedBallot } from '#protocol/formats/close'
import type { Result } from '#protocol/formats/result'
import type { Batch } from '#protocol/log/batch'
import type { Seal, StoredSeal } from '../seal.ts'
import type { CheckedBallot, ElectionLog } from './election-log.ts'
import type { WaitingBallots } from './waiting-ballots.ts'

/** What never changes while an election is counted. */
export interface ElectionRules {
  readonly election: string
  readonly manifestHash: string
  /** How coarsely ballots appear in the log. */
  readonly publish: { readonly everySeconds: number; readonly atLeast: number }
  readonly longestWriteMs: number
}

/** What the election's database shows, as far as this tallier knows. */
export interface Published {
  /** Leaves whose full tiles are stored; a head of that size is. */
  readonly tiles: number
  /** Leaves below the result, and the amendments it names. */
  readonly size: number
  readonly amendments: string | undefined
}

/** A batch on its way into the log. */
export interface Commit {
  readonly batch: Batch
  readonly ballots: readonly CheckedBallot[]
  readonly seal: Seal
}

/** What is stored as a ballot and is none. */
export type Refusals = readonly RefusedBallot[]

/**
 * `log` and `waiting` are large and change in place; everything else is replaced. One effect is under way at a time,
 * besides `wait`, so nothing is ever decided on what an unfinished effect may yet change.
 */
export interface TallierState {
  readonly rules: ElectionRules
  readonly schedule: Schedule
  /** When this tallier first saw the last amendment, in milliseconds of its clock; undefined without one. */
  readonly amendedAt: number | undefined
  /** What is sealed, and nothing more. */
  readonly log: ElectionLog
  readonly seal: StoredSeal | undefined
  readonly waiting: WaitingBallots
  /** The feed is read and checked up to here. */
  readonly position: string
  readonly published: Published
  /** What was published is altered or gone: it is to be shown again, even if it has not grown. */
  readonly displaced: boolean
  /** When the last cut began, in milliseconds of the clock; a start counts as one, or restarts would show arrivals. */
  readonly lastCut: number
  /** Leaf hashes that the cut that is being committed still has to take, in the order of the log. */
  readonly cut: readonly string[]
  /** Stays while a swap that did not count is looked into. */
  readonly commit: Commit | undefined
  /** How many swaps in a row did not count; zero in good times, one or two beside another tallier. */
  readonly lostSwaps: number
  readonly busy: boolean
  /** What the last sweep refused; undefined once the log has grown since. */
  readonly refused: Refusals | undefined
  /** The process is going down: finish what is begun, begin nothing. */
  readonly stopping: boolean
  readonly over: boolean
}

export function isClosed(state: TallierState): boolean {
  return state.seal?.closed === true
}

export type TallierEvent =
  /** A page of the feed is checked; `ballots` are the valid ones that the log did not have. */
  | { readonly kind: 'checked'; readonly ballots: readonly CheckedBallot[]; readonly position: string }
  | { readonly kind: 'amended'; readonly schedule: Schedule }
  | { readonly kind: 'displaced' }
  | { readonly kind: 'tick' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'batch-stored' }
  /** The swap counts: `seal` is what is stored now. */
  | { readonly kind: 'sealed'; readonly seal: StoredSeal }
  /** Nobody can tell that our swap counts; another tallier may have committed. */
  | { readonly kind: 'seal-lost' }
  /** The log holds again what the seal says. */
  | { readonly kind: 'caught-up'; readonly seal: StoredSeal | undefined }
  | { readonly kind: 'published'; readonly size: number; readonly amendments: string }
  /** All stored ballots were compared with the log. */
  | {
      readonly kind: 'swept'
      readonly schedule: Schedule
      readonly found: readonly CheckedBallot[]
      readonly refused: Refusals
    }
  | { readonly kind: 'closed' }

export type TallierEffect =
  | { readonly kind: 'store-batch'; readonly batch: Batch }
  | { readonly kind: 'swap-seal'; readonly seal: Seal; readonly rev: string | undefined }
  /** Read the seal and take the log there; `attempt` 2, 3 … after ever longer pauses. */
  | { readonly kind: 'catch-up'; readonly attempt: number }
  /** Tiles of the leaves from `tilesFrom`, then the head, then the result. */
  | { readonly kind: 'publish'; readonly tilesFrom: number; readonly result: Result }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'close'; readonly close: Close }
  /** Come back with `tick`, after `milliseconds` at the latest. */
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'finish'; readonly outcome: Outcome }

/** `stopped`: the process goes down; the next one carries on. */
export type Outcome = 'closed' | 'cancelled' | 'stopped'

export interface Step {
  readonly state: TallierState
  readonly effects: readonly TallierEffect[]
}
