import type { StoredDoc } from '../../couch/couch.ts'
import type { JudgePorts, Verdict } from './ballot-judge.ts'
import { judgeBallot } from './ballot-judge.ts'

/** About five milliseconds of signatures: the gateway in this process answers phones in between. */
const BALLOTS_AT_ONCE = 32

export interface Candidate {
  readonly id: string
  readonly doc: StoredDoc | undefined
}

/** Judges many ballots, in their order. @param breathe lets the rest of the process run. */
export async function judgeAll(
  candidates: readonly Candidate[],
  ports: JudgePorts,
  breathe: () => Promise<void>,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (let first = 0; first < candidates.length; first += BALLOTS_AT_ONCE) {
    if (first > 0) await breathe()
    const some = candidates.slice(first, first + BALLOTS_AT_ONCE)
    verdicts.push(...(await Promise.all(some.map(({ id, doc }) => judgeBallot(id, doc, ports)))))
  }
  return verdicts
}
