import { formatTime } from '#protocol/decode'
import { ProtocolError } from '#protocol/errors'
import type { Ballot } from '#protocol/formats/ballot'
import { checkBallot, parseBallot } from '#protocol/formats/ballot'
import type { Row } from '#protocol/json-rows'
import type { LiveElection } from '../elections/live-election.ts'
import type { CheckedBallots } from './checked-ballots.ts'
import type { BallotRefusal } from './refusals.ts'
import { refusalOf } from './refusals.ts'

export type Validation =
  | { readonly kind: 'valid'; readonly id: string; readonly ballot: Ballot }
  | { readonly kind: 'refused'; readonly id: string; readonly code: BallotRefusal; readonly reason: string }

/**
 * Decides one pushed row by itself, so that a bad row never blocks its neighbours. Order: shape and address, then the
 * election and its hours, then the rules, and only then the two signatures, which cost the most.
 */
export async function validateBallot(
  row: Row,
  election: LiveElection,
  checked: CheckedBallots,
  now: Date,
): Promise<Validation> {
  const id = idOf(row.value)
  if (row.kind === 'unreadable')
    return { kind: 'refused', id, ...refusalOf(row.error.code, row.error.detail) }
  try {
    const ballot = parseBallot(withoutDeletedFlag(row.value))
    const closed = outsideHours(election, now)
    if (closed) return { kind: 'refused', id, ...refusalOf(closed) }
    await checkOnce(ballot, election, checked)
    return { kind: 'valid', id, ballot }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return { kind: 'refused', id, ...refusalOf(error.code, error.detail) }
  }
}

async function checkOnce(ballot: Ballot, election: LiveElection, checked: CheckedBallots): Promise<void> {
  const leafHash = ballot._id.slice('ballot:'.length)
  // The content address covers the election and the signature: what was checked once needs no second check.
  if (checked.has(leafHash) && ballot.body.manifest === election.manifestHash) return
  await checkBallot(ballot, election.manifest.body, election.manifestHash)
  checked.add(leafHash)
}

/** Late is after `acceptUntil`: ballots cast offline before `closes` may come until then. */
function outsideHours(election: LiveElection, now: Date): 'not-open' | 'late' | undefined {
  const moment = formatTime(now)
  if (moment < election.schedule.opens) return 'not-open'
  return election.schedule.cancelled || election.close || moment > election.schedule.acceptUntil
    ? 'late'
    : undefined
}

/** RxDB sends `_deleted: false` with every row; a ballot cannot be deleted, so `true` is left in and refused. */
function withoutDeletedFlag(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || !('_deleted' in row) || row._deleted !== false) return row
  const { _deleted, ...document } = row
  return document
}

function idOf(row: unknown): string {
  const id = typeof row === 'object' && row !== null && '_id' in row ? row._id : undefined
  return typeof id === 'string' ? id : ''
}
