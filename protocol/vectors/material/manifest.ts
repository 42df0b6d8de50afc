import type { RefusalCode } from '#protocol/errors'
import { club } from './club.ts'
import { board, coop, seedOf } from './election.ts'
import type { Repeat } from './repeat.ts'
import { differences, expand } from './repeat.ts'
import type { Vector } from './vector.ts'
import { signAny } from './vector.ts'

/**
 * A vector of a manifest with this body, whatever it is, signed by its authority.
 *
 * @param outcome true for valid, false for malformed, or another code.
 * @param repeat paths in the body.
 */
export function sided(
  name: string,
  body: object,
  outcome: boolean | RefusalCode,
  repeat: readonly Repeat[] = [],
): Vector {
  const { election } = body as { election?: unknown }
  const like = election === 'coop-2026' ? 'coop' : election === 'club-2026' ? 'club' : 'board'
  const signature = signAny('manifest', expand(body, repeat), seedOf(`${like} authority`))
  const original = { board, coop, club }[like]
  const input = {
    name,
    like,
    changes: differences(original, { ...original, body, signature }),
    repeat: repeat.map(({ path, count }) => ({ path: ['body', ...path], count })),
  }
  if (outcome === true) return { ...input, valid: true }
  return { ...input, error: outcome === false ? 'malformed' : outcome }
}
