import { CouchError } from '../couch/couch.ts'
import type { Surroundings } from './ports.ts'

const FIRST_DELAY_MS = 200
const LONGEST_DELAY_MS = 30_000

/** Nobody knows whether a write is durable. Everything that the tallier writes may be written again. */
export class Unacknowledged extends Error {
  override readonly name = 'Unacknowledged'
}

/** The database is away, slow, or does not answer for what it did; the next attempt may find it well. */
export function isTransient(error: unknown): boolean {
  return error instanceof CouchError || error instanceof Unacknowledged
}

/** Milliseconds before attempt `attempt` (1, 2 …): doubling, and jittered so that talliers do not come back together. */
export function backoff(attempt: number, random: () => number): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1))
  return longest / 2 + (longest / 2) * random()
}

/**
 * Repeats an idempotent `task` until it succeeds. Once `signal` aborts no further attempt is made.
 *
 * @throws the task's error, when it is not transient or there is no time left.
 */
export async function retry<T>(
  task: () => Promise<T>,
  what: string,
  {
    wait,
    random,
    log,
    election,
  }: Pick<Surroundings, 'wait' | 'random' | 'log'> & { readonly election: string },
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task()
    } catch (error) {
      if (!isTransient(error) || isAborted(signal)) throw error
      log.warn({ election, attempt, reason: reasonOf(error) }, `${what} failed and is tried again`)
      await wait(backoff(attempt, random), signal)
      if (isAborted(signal)) throw error
    }
  }
}

/** A call and not a member, which the compiler would take to stay as it was last seen. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

/** For the operator's log: what a {@link CouchError} says may name a ballot, so only its code is told. */
export function reasonOf(error: unknown): string {
  return error instanceof CouchError ? `couch ${error.code}` : String(error)
}
