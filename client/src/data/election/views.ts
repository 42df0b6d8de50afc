import { formatTime } from '#protocol/decode'
import type { Ballot } from '#protocol/formats/ballot'
import type { BallotOnDevice, ElectionOnDevice, ResultOnDevice } from '../../device.ts'
import type { CredentialDocument, DeliveryDocument } from '../store/documents.ts'
import type { PhoneState } from '../store/phone-store.ts'
import { leafHashOfId } from '../ballots/judge-push.ts'
import type { Papers } from './papers.ts'
import { electionsOf, eligibleVoters, isAccepting, isFinal, phaseAt, readPapers } from './papers.ts'

/** Every election that this phone knows, those it can vote in first. */
export function viewElections(state: PhoneState, now: Date): readonly ElectionOnDevice[] {
  return electionsOf(state.bulletins)
    .flatMap((election) => readPapers(state.bulletins, election) ?? [])
    .map((papers) => viewElection(papers, state, now))
    .sort((a, b) => RANK[a.joined] - RANK[b.joined] || (a.closes < b.closes ? -1 : 1))
}

const RANK = { joined: 0, pending: 1, none: 2 } as const

export function viewElection(papers: Papers, state: PhoneState, now: Date): ElectionOnDevice {
  const credential = state.credentials.get(papers.manifestHash)
  return {
    id: papers.election,
    manifest: papers.manifest,
    manifestHash: papers.manifestHash,
    closes: papers.schedule.closes,
    acceptUntil: papers.schedule.acceptUntil,
    phase: phaseAt(papers, now),
    accepting: isAccepting(papers, now),
    joined: joinedAs(credential),
    group: credential?.group,
    // One that is still pending may yet be drawn again.
    ballotKey: credential?.state === 'joined' ? credential.key : undefined,
    recoverySaved: credential?.recoverySaved ?? false,
    finding: papers.finding?.kind,
  }
}

function joinedAs(credential: CredentialDocument | undefined): ElectionOnDevice['joined'] {
  return credential === undefined || credential.state === 'refused' ? 'none' : credential.state
}

/** This phone's ballots under the election's present manifest, newest first. */
export function viewBallots(state: PhoneState, election: string, now: Date): readonly BallotOnDevice[] {
  const papers = readPapers(state.bulletins, election)
  const own = [...state.ballots.values()].filter(({ body }) => body.manifest === papers?.manifestHash)
  const views = own
    .map((ballot) => viewBallot(ballot, deliveryOf(ballot, state, papers), now))
    .sort((a, b) => b.sequence - a.sequence)
  // A rejected ballot takes nobody's place: the one before it stands.
  const standing = views.find(({ stage }) => stage !== 'rejected')
  return views.map((view) => ({
    ...view,
    replaced: standing !== undefined && view.sequence < standing.sequence,
  }))
}

/**
 * What the server answered about a ballot. The close has the last word: what it refuses was received and does not count,
 * and both the authority and the log have signed that.
 */
export function deliveryOf(
  { _id }: Ballot,
  { deliveries }: PhoneState,
  papers: Papers | undefined,
): DeliveryDocument | undefined {
  const delivery = deliveries.get(_id)
  if (delivery?.stage !== 'received') return delivery
  const refused = papers?.close?.body.refused.find(({ leafHash }) => leafHash === leafHashOfId(_id))
  return refused ? { ...delivery, stage: 'rejected', reason: refused.reason } : delivery
}

/** @param now the time as the election office has it. */
export function viewBallot(
  { _id, body }: Ballot,
  delivery: DeliveryDocument | undefined,
  now: Date,
): BallotOnDevice {
  const appendBy = delivery?.receipt?.body.appendBy
  return {
    id: _id,
    election: body.election,
    sequence: body.sequence,
    stage: delivery?.stage ?? 'saved',
    reason: delivery?.reason,
    replaced: false,
    appendBy,
    overdue: delivery?.stage === 'received' && appendBy !== undefined && appendBy < formatTime(now),
  }
}

/** @param live whether this phone hears the server now. */
export function viewResult(state: PhoneState, election: string, live: boolean): ResultOnDevice | undefined {
  const papers = readPapers(state.bulletins, election)
  if (!papers?.result) return undefined
  return { result: papers.result.body, final: isFinal(papers), eligible: eligibleVoters(papers), live }
}

/** Ballots that the server has not answered for yet. */
export function countWaiting({ ballots, deliveries }: PhoneState): number {
  return [...ballots.keys()].filter((id) => !deliveries.has(id)).length
}
