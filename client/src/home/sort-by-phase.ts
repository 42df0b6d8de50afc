import type { ElectionPhase } from '../device.ts'

/** What asks for the voter comes first. */
const PHASES: readonly ElectionPhase[] = ['open', 'draft', 'closed', 'final', 'cancelled']

/** Elections by where they stand; those that stand alike keep their order. */
export function sortByPhase<T extends { readonly phase: ElectionPhase }>(
  elections: readonly T[],
): readonly T[] {
  return [...elections].sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase))
}
