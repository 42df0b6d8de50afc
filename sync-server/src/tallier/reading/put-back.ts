import type { Database, Doc, StoredDoc } from '../../couch/couch.ts'
import type { Surroundings } from '../ports.ts'
import { Unacknowledged } from '../retry.ts'

/** Writes `document` over whatever has taken its place. */
export type PutBack = (document: Doc, current: StoredDoc | undefined) => Promise<void>

/**
 * What is content-addressed or derived from the log cannot be changed by writing something else under its name; it can
 * only be hidden. So it is put back wherever the tallier meets what hides it, as long as it still has the true content.
 *
 * @throws {Unacknowledged} by the function that is returned: read again, and see.
 */
export function putBackInto(
  database: Pick<Database, 'write'>,
  election: string,
  log: Surroundings['log'],
): PutBack {
  return async (document, current) => {
    const kind = document._id.slice(0, document._id.indexOf(':'))
    const outcome = await database.write(current ? { ...document, _rev: current._rev } : document)
    if (outcome.kind === 'unacknowledged') throw new Unacknowledged(`putting back a ${kind}`)
    // A conflict: somebody else wrote there first, and the feed will show what.
    if (outcome.kind === 'written') log.warn({ election, kind }, 'what was altered or deleted is put back')
    if (outcome.kind === 'refused')
      log.error({ election, kind, reason: outcome.error }, 'the database refuses what it should hold')
  }
}
