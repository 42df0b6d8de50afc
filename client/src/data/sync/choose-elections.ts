import type { Papers } from '../election/papers.ts'
import { electionsOf, isFinal, readPapers } from '../election/papers.ts'
import { deliveryOf } from '../election/views.ts'
import type { PhoneState } from '../store/phone-store.ts'

/**
 * Each election holds one poll open, a browser opens six connections to a server that does not speak HTTP/2, and ballots
 * and proofs need some of them.
 */
export const MOST_AT_ONCE = 3

/**
 * The elections worth a connection, most urgent first: those with ballots that are not counted, then those that the phone
 * can vote in, then those that somebody is looking at. One that is final with every ballot accounted for needs none.
 */
export function chooseElections(state: PhoneState, watched: ReadonlySet<string>): readonly Papers[] {
  return electionsOf(state.bulletins)
    .flatMap((election) => readPapers(state.bulletins, election) ?? [])
    .map((papers) => ({ papers, urgency: urgencyOf(papers, state, watched) }))
    .filter(({ urgency }) => urgency > 0)
    .sort((a, b) => b.urgency - a.urgency || (a.papers.election < b.papers.election ? -1 : 1))
    .slice(0, MOST_AT_ONCE)
    .map(({ papers }) => papers)
}

function urgencyOf(papers: Papers, state: PhoneState, watched: ReadonlySet<string>): number {
  if (hasOpenBallots(papers, state)) return 3
  if (isFinal(papers) || papers.schedule.cancelled) return 0
  if (state.credentials.get(papers.manifestHash)?.state === 'joined') return 2
  return watched.has(papers.election) ? 1 : 0
}

function hasOpenBallots(papers: Papers, state: PhoneState): boolean {
  return [...state.ballots.values()].some((ballot) => {
    const stage = deliveryOf(ballot, state, papers)?.stage
    return ballot.body.manifest === papers.manifestHash && stage !== 'counted' && stage !== 'rejected'
  })
}
