import { ProtocolError } from '#protocol/errors'
import type { Schedule } from '#protocol/formats/amendment'
import { amendSchedule, amendmentId } from '#protocol/formats/amendment'
import type { Manifest } from '#protocol/formats/manifest'
import type { Database } from '../couch/couch.ts'

/**
 * The schedule after every amendment that follows `schedule`. They are read by name, one after another: the feed may
 * show the second before the first. A document that the authority has not signed changes nothing.
 */
export async function readAmendments(
  database: Pick<Database, 'leaves'>,
  manifest: Manifest,
  schedule: Schedule,
): Promise<Schedule> {
  let amended = schedule
  for (;;) {
    const leaves = await database.leaves(amendmentId(manifest.election, amended.amendments + 1))
    const next = leaves
      .map((leaf) => tryAmend(amended, manifest, leaf))
      .find((result) => result !== undefined)
    if (!next) return amended
    amended = next
  }
}

function tryAmend(schedule: Schedule, manifest: Manifest, document: unknown): Schedule | undefined {
  try {
    return amendSchedule(schedule, manifest, document)
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}
