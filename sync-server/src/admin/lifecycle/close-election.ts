import { formatTime } from '#protocol/decode'
import type { Amendment, Schedule } from '#protocol/formats/amendment'
import { amendedSchedule, amendmentId, amendSchedule, signAmendment } from '#protocol/formats/amendment'
import type { Manifest } from '#protocol/formats/manifest'
import { checkManifest, manifestId } from '#protocol/formats/manifest'
import type { Database } from '../../couch/couch.ts'
import { CONTROL_DATABASE, electionDatabase } from '../../elections/elections.ts'
import { Problem } from '../../http/problem.ts'
import { readPublished } from '../../registrar/published-roll.ts'
import { createDocument } from '../documents.ts'
import type { AdminPorts } from '../ports.ts'

export interface ClosedElection {
  readonly closes: string
  readonly acceptUntil: string
}

const MAX_ATTEMPTS = 5

/**
 * Ends the voting now by a signed amendment; an election that is closed stays as it is.
 *
 * @param acceptUntil how long ballots that were cast offline are taken; without it, as long after the end as was planned.
 * @throws {Problem} 404 unknown-election, 409 not-open, 400 malformed
 */
export async function closeElection(
  ports: AdminPorts,
  election: string,
  acceptUntil?: string,
): Promise<ClosedElection> {
  const manifest = await publishedManifest(ports, election)
  const keys = await ports.keystore.load(election)
  if (!keys) throw new Error(`the keys of election ${election} are gone`)
  const database = ports.couch.database(electionDatabase(election))
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const schedule = amendedSchedule(manifest.body, await readAmendments(database, election))
    const now = formatTime(ports.clock())
    if (schedule.cancelled || schedule.closes <= now) return hoursOf(schedule)
    const document = signAmendment(closing(manifest, schedule, now, acceptUntil), keys.authority)
    const closed = amendSchedule(schedule, manifest.body, document)
    if (await createDocument(database, { ...document })) return hoursOf(closed)
  }
  throw new Problem(409, 'election-changed', 'Somebody else is changing this election; try again.')
}

async function publishedManifest(
  ports: AdminPorts,
  election: string,
): Promise<{ readonly body: Manifest; readonly hash: string }> {
  const control = await ports.couch.ensureDatabase(CONTROL_DATABASE)
  const published = await readPublished(control, election)
  if (!published) throw new Problem(404, 'unknown-election', `There is no open election "${election}".`)
  const stored = await ports.couch.database(electionDatabase(election)).read(manifestId(election))
  const { manifestHash: hash } = published
  return { body: checkManifest(stored, hash).body, hash }
}

function closing(
  manifest: { readonly body: Manifest; readonly hash: string },
  schedule: Schedule,
  now: string,
  acceptUntil: string | undefined,
): Amendment {
  if (now <= schedule.opens) throw new Problem(409, 'not-open', 'The election has not begun.')
  if (acceptUntil !== undefined && acceptUntil < now)
    throw new Problem(400, 'malformed', 'acceptUntil is in the past.')
  const gap = Date.parse(schedule.acceptUntil) - Date.parse(schedule.closes)
  return {
    v: 1,
    election: manifest.body.election,
    manifest: manifest.hash,
    n: schedule.amendments + 1,
    prev: schedule.chain,
    at: now,
    closes: now,
    acceptUntil: acceptUntil ?? formatTime(new Date(Date.parse(now) + gap)),
    cancelled: false,
  }
}

async function readAmendments(database: Database, election: string): Promise<unknown[]> {
  const prefix = amendmentId(election, 0).slice(0, -1)
  const documents: unknown[] = []
  for await (const stored of database.range({ startKey: prefix, endKey: `${prefix}\uffff` }))
    documents.push(stored)
  return documents
}

function hoursOf({ closes, acceptUntil }: Schedule): ClosedElection {
  return { closes, acceptUntil }
}
