import type { Schedule } from '#protocol/formats/amendment'
import { scheduleOf } from '#protocol/formats/amendment'
import type { Manifest } from '#protocol/formats/manifest'
import { checkManifest, manifestId } from '#protocol/formats/manifest'
import type { Database } from '../../couch/couch.ts'
import { electionDatabase, openControl } from '../../elections/elections.ts'
import { readAmendments } from '../../elections/read-amendments.ts'
import type { Published } from '../../registrar/published-roll.ts'
import { readPublished } from '../../registrar/published-roll.ts'
import type { AdminPorts } from '../ports.ts'

/** A published election as its database has it now; the live one of this process may be a moment behind. */
export interface PublishedElection extends Published {
  readonly database: Database
  readonly manifest: Manifest
  readonly schedule: Schedule
}

export async function readPublishedElection(
  { couch }: Pick<AdminPorts, 'couch'>,
  election: string,
): Promise<PublishedElection | undefined> {
  const published = await readPublished(await openControl(couch), election)
  if (!published) return undefined
  const database = couch.database(electionDatabase(election))
  const stored = await database.read(manifestId(election))
  const { body: manifest } = checkManifest(stored, published.manifestHash)
  return { ...published, database, manifest, schedule: await readSchedule(database, manifest) }
}

export function readSchedule(database: Database, manifest: Manifest): Promise<Schedule> {
  return readAmendments(database, manifest, scheduleOf(manifest))
}
