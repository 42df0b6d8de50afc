import type { Finding } from './observer.ts'

/** What an observer may say in one word. */
export type Verdict = 'verified' | 'refuted' | 'unfinished'

/** Verified is only what has no fault at all, and does not contradict what this device was shown before. */
export function verdictOf({ recount, contradiction }: Finding): Verdict {
  if (recount.kind === 'empty') return 'unfinished'
  if (recount.kind === 'refused' || contradiction) return 'refuted'
  if (recount.report.faultCount > 0) return 'refuted'
  return recount.continuity === 'unknown' ? 'unfinished' : 'verified'
}
