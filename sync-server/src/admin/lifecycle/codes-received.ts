import type { Database } from '../../couch/couch.ts'
import { openControl, registryDatabase } from '../../elections/elections.ts'
import { Problem } from '../../http/problem.ts'
import type { Codes } from '../../registrar/kept-codes.ts'
import { forgetKeptCodes, readKeptCodes } from '../../registrar/kept-codes.ts'
import { readPublished } from '../../registrar/published-roll.ts'
import type { Roll } from '../../registrar/roll.ts'
import { createDocument } from '../documents.ts'
import type { AdminPorts } from '../ports.ts'

/** The codes that an election was opened with; none once they were received. */
export async function readUnreceivedCodes(
  { couch, vault }: Pick<AdminPorts, 'couch' | 'vault'>,
  control: Database,
  election: string,
  roll: Roll,
): Promise<Codes> {
  if (await control.read(receivedId(election))) return {}
  return readKeptCodes(couch.database(registryDatabase(election)), vault, roll)
}

/**
 * Notes that the officer has the codes, and then forgets them. Killed in between, nobody is answered with the part that
 * is left; the next call forgets that too.
 *
 * @throws {Problem} 404 unknown-election
 * @throws {CouchError} unavailable; the same call may simply be made again.
 */
export async function noteCodesReceived(
  { couch }: Pick<AdminPorts, 'couch'>,
  election: string,
): Promise<void> {
  const control = await openControl(couch)
  const published = await readPublished(control, election)
  if (!published) throw new Problem(404, 'unknown-election', `There is no open election "${election}".`)
  await createDocument(control, { _id: receivedId(election) })
  await forgetKeptCodes(couch.database(registryDatabase(election)), published.roll)
}

function receivedId(election: string): string {
  return `codes-received:${election}`
}
