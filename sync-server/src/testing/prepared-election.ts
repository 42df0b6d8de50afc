import { join } from 'node:path'
import { startEngine } from '#couchdb/engine'
import { openCouch } from '../couch/couch.ts'
import { openControl } from '../elections/elections.ts'
import { readSecret } from '../keys/secret-file.ts'
import { StoredKeystore } from '../keys/stored-keystore.ts'
import type { ElectionFixture } from './election-fixture.ts'
import { makeElection } from './election-fixture.ts'
import { publishInto } from './publish-election.ts'

/** Publishes an election into the data directory whose keys the test knows, so that it can make ballots without asking. */
export async function prepareElection(data: string, id: string): Promise<ElectionFixture> {
  const credentials = { username: 'urna', password: 'for tests only' }
  const engine = await startEngine({ directory: join(data, 'couchdb'), credentials })
  const url = new URL(engine.url)
  Object.assign(url, credentials)
  const couch = openCouch({ url: url.href })
  const control = await openControl(couch)
  const keystore = new StoredKeystore(control, await readSecret({ file: undefined, directory: data }))
  const keys = await keystore.create(id, ['all'])
  const opens = new Date(Date.now() - 3600_000).toISOString().replace(/\.\d+/, '')
  const closes = new Date(Date.now() + 3600_000).toISOString().replace(/\.\d+/, '')
  const election = makeElection({ election: id, opens, closes, acceptUntil: closes }, keys)
  await publishInto(couch, election)
  await couch.close()
  await engine.close()
  return election
}
