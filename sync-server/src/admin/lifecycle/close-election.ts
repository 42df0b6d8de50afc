import { formatTime } from '#protocol/decode'
import type { Amendment, Schedule } from '#protocol/formats/amendment'
import { amendmentId, amendSchedule, signAmendment } from '#protocol/formats/amendment'
import { decideOnce, publishCopy } from '../../elections/decided.ts'
import { openControl } from '../../elections/elections.ts'
import { Problem } from '../../http/problem.ts'
import type { AdminPorts } from '../ports.ts'
import type { PublishedElection } from './published-election.ts'
import { readPublishedElection, readSchedule } from './published-election.ts'

export interface ClosedElection {
  readonly closes: string
  readonly acceptUntil: string
}

const MAX_ATTEMPTS = 5

/**
 * Ends the voting now by a signed amendment; an election that is closed stays as it is. Which amendment is the next one is
 * decided in `control`: of two officers who end it at once, both are told the same.
 *
 * @param acceptUntil how long ballots that were cast offline are taken, never longer than was announced; without it, as
 *   long after the end as was planned.
 * @throws {Problem} 404 unknown-election, 409 not-open, 400 malformed
 * @throws {CouchError} unavailable; the same call may simply be made again.
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
  const control = await openControl(ports.couch)
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const schedule = await readSchedule(database, manifest)
    // One that was decided may not be public yet: whoever decided it died, or is just about to copy it.
    const next = amendmentId(election, schedule.amendments + 1)
    if (!(await control.read(next))) {
      const now = formatTime(ports.clock())
      if (isOver(schedule, now)) return hoursOf(schedule)
      const document = signAmendment(closing(published, schedule, now, acceptUntil), keys.authority)
      // One that nobody heeds must not be decided: it would be in the way of every other.
      amendSchedule(schedule, manifest, document)
      await decideOnce(control, { ...document })
    }
    await publishCopy(control, database, next)
  }
  throw new Problem(409, 'election-changed', 'Somebody else is changing this election; try again.')
}

/** Also where another process has just ended it whose clock is ahead of ours. */
function isOver({ cancelled, closes, amendedAt }: Schedule, now: string): boolean {
  return cancelled || closes <= now || closes === amendedAt
}

function closing(
  { manifest, manifestHash }: PublishedElection,
  schedule: Schedule,
  now: string,
  acceptUntil: string | undefined,
): Amendment {
  if (now <= schedule.opens) throw new Problem(409, 'not-open', 'The election has not begun.')
  if (acceptUntil !== undefined) checkAcceptUntil(acceptUntil, schedule, now)
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

/** Receipts may promise that a ballot is in the log an hour after the `acceptUntil` that was announced: never later. */
function checkAcceptUntil(acceptUntil: string, schedule: Schedule, now: string): void {
  if (acceptUntil < now) throw new Problem(400, 'malformed', 'acceptUntil is in the past.')
  if (acceptUntil <= schedule.acceptUntil) return
  const announced = `acceptUntil cannot be later than was announced: ${schedule.acceptUntil}.`
  throw new Problem(400, 'malformed', announced)
}

function hoursOf({ closes, acceptUntil }: Schedule): ClosedElection {
  return { closes, acceptUntil }
}
