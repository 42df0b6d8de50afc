import { toBase64url } from '#protocol/bytes'
import type { Checkpoint } from '#protocol/log/checkpoint'

/**
 * How the log that an observer holds now goes on from the last checkpoint that it kept. `first`: it kept none. `shrunk`,
 * `forked` and `rewritten` contradict that checkpoint, which the office signed. `unknown`: the log broke off before it.
 */
export type Continuity = 'first' | 'same' | 'grown' | 'shrunk' | 'forked' | 'rewritten' | 'unknown'

/**
 * @param latest the checkpoint that is shown now.
 * @param rootAt the root of the rebuilt log when it had so many ballots, base64url.
 */
export function judgeContinuity(
  kept: Checkpoint | undefined,
  latest: Checkpoint | undefined,
  rootAt: (size: number) => string | undefined,
): Continuity {
  if (!kept) return 'first'
  if (!latest || latest.size < kept.size) return 'shrunk'
  const root = toBase64url(kept.root)
  if (latest.size === kept.size) return toBase64url(latest.root) === root ? 'same' : 'forked'
  const rebuilt = rootAt(kept.size)
  if (rebuilt === undefined) return 'unknown'
  return rebuilt === root ? 'grown' : 'rewritten'
}

export function contradicts(continuity: Continuity): continuity is 'shrunk' | 'forked' | 'rewritten' {
  return continuity === 'shrunk' || continuity === 'forked' || continuity === 'rewritten'
}
