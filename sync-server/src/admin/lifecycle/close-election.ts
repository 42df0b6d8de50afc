import { formatTime } from '#protocol/decode'
import type { Amendment, Schedule } from '#protocol/formats/amendment'
import { amendSchedule, signAmendment } from '#protocol/formats/amendment'
import { Problem } from '../../http/problem.ts'
import { createDocument } from '../documents.ts'
import type { AdminPorts } from '../ports.ts'
import type { PublishedElection } from './published-election.ts'
import { readPublishedElection, readSchedule } from './published-election.ts'

export interface ClosedElection {
  readonly closes: string
  readonly acceptUntil: string
}

const MAX_ATTEMPTS = 5

/**
 * Ends the voting now by a signed amendment; an election that is closed stays as it is.
 *
 * @param acceptUntil how long ballots that were cast offline are taken, never longer than was announced; without it, as
 *   long after the end as was planned.
 * @throws {Problem} 404 unknown-election, 409 not-open, 400 malformed
 */
export async function closeElection(
  ports: AdminPorts,
  election: string,
  acceptUntil?: string,
): Promise<ClosedElection> {
  const published = await readPublishedElection(ports, election)
  if (!published) throw new Problem(404, 'unknown-election', `There is no open election "${election}".`)
  const { database, manifest } = published
  const keys = await ports.keystore.load(election)
  if (!keys) throw new Error(`the keys of election ${election} are gone`)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const schedule = await readSchedule(database, manifest)
    const now = formatTime(ports.clock())
    if (schedule.cancelled || schedule.closes <= now) return hoursOf(schedule)
    const body = closing(published, schedule, now, acceptUntil)
    const document = signAmendment(body, keys.authority)
    const closed = amendSchedule(schedule, manifest, document)
    if (await createDocument(database, { ...document })) return hoursOf(closed)
  }
  throw new Problem(409, 'election-changed', 'Somebody else is changing this election; try again.')
}

function closing(
  { manifest, manifestHash }: PublishedElection,
  schedule: Schedule,
  now: string,
  acceptUntil: string | undefined,
): Amendment {
  if (now <= schedule.opens) throw new Problem(409, 'not-open', 'The election has not begun.')
  if (acceptUntil !== undefined && acceptUntil < now)
    throw new Problem(400, 'malformed', 'acceptUntil is in the past.')
  // Receipts may promise that a ballot is in the log an hour after the acceptUntil that was announced.
  if (acceptUntil !== undefined && acceptUntil > schedule.acceptUntil)
    throw new Problem(
      400,
      'malformed',
      `acceptUntil cannot be later than was announced: ${schedule.acceptUntil}.`,
    )
  const gap = Date.parse(schedule.acceptUntil) - Date.parse(schedule.closes)
  return {
    v: 1,
    election: manifest.election,
    manifest: manifestHash,
    n: schedule.amendments + 1,
    prev: schedule.chain,
    at: now,
    closes: now,
    acceptUntil: acceptUntil ?? formatTime(new Date(Date.parse(now) + gap)),
    cancelled: false,
  }
}

function hoursOf({ closes, acceptUntil }: Schedule): ClosedElection {
  return { closes, acceptUntil }
}
