import type { Ballot } from '#protocol/formats/ballot'
import type { Database } from '../../couch/couch.ts'
import { CouchError } from '../../couch/couch.ts'
import { readStoredBallot } from '../stored-ballot.ts'

/** Ballots of about a kilobyte each: a quarter of a megabyte in memory at one time. */
const AT_ONCE = 250

export type BallotStore = Pick<Database, 'readMany' | 'revisions'>

/**
 * The ballots of the log in its order, a few at a time, each as it was logged: what somebody put in its place is passed over
 * for the revision that it replaced.
 *
 * @param leafHashes base64url.
 * @throws {CouchError} unavailable, when one cannot be read here now.
 */
export async function* readBallots(
  store: BallotStore,
  leafHashes: readonly string[],
): AsyncGenerator<Ballot> {
  for (let begin = 0; begin < leafHashes.length; begin += AT_ONCE) {
    const ids = leafHashes.slice(begin, begin + AT_ONCE).map((leafHash) => `ballot:${leafHash}`)
    const documents = await store.readMany(ids)
    for (const [index, id] of ids.entries())
      yield readBallotAt(id, documents[index]) ?? (await findReplaced(store, id))
  }
}

async function findReplaced(store: BallotStore, id: string): Promise<Ballot> {
  for (const revision of await store.revisions(id)) {
    const ballot = readBallotAt(id, revision)
    if (ballot) return ballot
  }
  throw new CouchError('unavailable', `${id} is in the log and cannot be read`)
}

function readBallotAt(id: string, document: Parameters<typeof readStoredBallot>[0]): Ballot | undefined {
  const ballot = readStoredBallot(document)
  return ballot?._id === id ? ballot : undefined
}
