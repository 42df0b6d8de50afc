import type { Watched } from '../device.ts'
import type { Recount } from './recount/recount.ts'

/** Counts an election again on this device, from a copy of all that is public. Screens are tested against a fake. */
export interface Observer {
  /** @param manifestHash that of the link by which somebody came; the election is taken on the server's word without it. */
  open(election: string, manifestHash: string | undefined): Observation
}

/** Ends when nobody watches it any more; what was copied until then stays on the device. */
export interface Observation extends Watched<ObservationState> {
  /** Copies what is new, goes on with a copy that was interrupted, and recounts it. */
  check(): void
  /** Throws the copy away, and the checkpoint that was kept with it. */
  forget(): void
}

export type ObservationState =
  | { readonly kind: 'opening' }
  /** Nothing of this election is on this device. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'copying'; readonly progress: Progress }
  | { readonly kind: 'recounting'; readonly progress: Progress }
  | { readonly kind: 'finished'; readonly finding: Finding }
  /** `unreachable`: no network, or no answer. `missing`: the server has no such election. `storage`: the device is full. */
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly progress: Progress }

export type StopReason = 'unreachable' | 'missing' | 'storage' | 'unexpected'

/** In ballots; `of` is 0 while it is not known. */
export interface Progress {
  readonly done: number
  readonly of: number
}

export interface Finding {
  readonly recount: Recount
  /** Why the server gave nothing new just before, so that this is the copy that the device last had. */
  readonly outdated: 'unreachable' | 'missing' | undefined
  /** Two checkpoints that the office signed and that cannot both be true. */
  readonly contradiction: Contradiction | undefined
}

export interface Contradiction {
  readonly kind: 'forked' | 'rewritten' | 'shrunk'
  /** C2SP signed notes. */
  readonly earlier: string
  readonly later: string | undefined
}
