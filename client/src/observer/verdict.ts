import type { Finding } from './observer.ts'
import type { Recount } from './recount/recount.ts'

/** What an observer may say in one word. */
export type Verdict = 'verified' | 'refuted' | 'unfinished'

/** Verified is only what has no fault at all, and does not contradict what this device was shown before. */
export function verdictOf({ recount, contradiction }: Finding): Verdict {
  if (recount.kind === 'empty') return 'unfinished'
  if (contradiction) return 'refuted'
  if (recount.kind === 'refused') return isOtherElection(recount) ? 'unfinished' : 'refuted'
  if (recount.report.faultCount > 0) return 'refuted'
  return recount.continuity === 'unknown' ? 'unfinished' : 'verified'
}

/** The link names another manifest. Anybody can make such a link, so it says nothing against the election. */
export function isOtherElection(recount: Recount): boolean {
  return recount.kind === 'refused' && recount.fault.code === 'wrong-manifest'
}
