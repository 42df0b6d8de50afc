import { Unsettled } from '../ballots/ballot-sender.ts'
import { DeviceError } from '../../device.ts'
import { ProblemAnswer } from './http.ts'

/**
 * How one exchange with the server went. `busy`: it answered and asks for patience. `refused`: it will not have what this
 * phone sends. `storage-full`: it answered, and this phone could not keep the answer.
 */
export type SyncOutcome = 'ok' | 'unreachable' | 'busy' | 'refused' | 'storage-full'

/** @param error what an exchange threw. */
export function outcomeOf(error: unknown): SyncOutcome {
  if (error instanceof DeviceError && error.code === 'storage-full') return 'storage-full'
  if (error instanceof Unsettled) return 'busy'
  if (!(error instanceof ProblemAnswer)) return 'unreachable'
  if (error.status === 429 || error.retryAfterSeconds !== undefined) return 'busy'
  return error.status < 500 ? 'refused' : 'unreachable'
}
