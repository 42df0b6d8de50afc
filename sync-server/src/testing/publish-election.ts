import type { Couch, Database } from '../couch/couch.ts'
import { electionDatabase, openControl } from '../elections/elections.ts'
import type { ElectionFixture } from './election-fixture.ts'

/** Publishes an election as the office would, for tests. @returns the election's database. */
export async function publishInto(
  couch: Couch,
  { manifest, manifestHash }: ElectionFixture,
): Promise<Database> {
  const { election } = manifest.body
  const database = await couch.ensureDatabase(electionDatabase(election))
  await database.write({ ...manifest })
  const control = await openControl(couch)
  await control.write({ _id: `published:${election}`, manifestHash })
  return database
}
