import type { Ballot } from '#protocol/formats/ballot'
import type { Database, WriteOutcome } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import { readStoredBallot } from './stored-ballot.ts'

export type Storing = { readonly kind: 'stored'; readonly rev: string } | { readonly kind: 'unavailable' }

const UNAVAILABLE: Storing = { kind: 'unavailable' }

/**
 * Writes ballots and says of each whether it is durable; the outcomes are in the order of `ballots`. Ids are distinct.
 *
 * @param isLogged whether the committed log already has a leaf hash.
 */
export async function storeBallots(
  database: Database,
  ballots: readonly Ballot[],
  isLogged: (leafHash: string) => boolean,
): Promise<Storing[]> {
  const outcomes = await database.writeAll(ballots.map((ballot) => ({ ...ballot })))
  return Promise.all(ballots.map((ballot, index) => settle(database, ballot, outcomes[index], isLogged)))
}

async function settle(
  database: Database,
  ballot: Ballot,
  outcome: WriteOutcome | undefined,
  isLogged: (leafHash: string) => boolean,
): Promise<Storing> {
  if (outcome?.kind === 'written') return { kind: 'stored', rev: outcome.rev }
  if (outcome?.kind !== 'conflict') return UNAVAILABLE
  try {
    return await settleConflict(database, ballot, isLogged)
  } catch (error) {
    // One document that cannot be read now keeps its own ballot waiting, and none of its neighbours.
    if (error instanceof CouchError) return UNAVAILABLE
    throw error
  }
}

/**
 * Something is already stored at the ballot's id. It may be this ballot, written before by a write whose durability
 * nobody knows; or garbage that somebody planted there. Only the committed log, or writing the same content over a leaf
 * that has it and being told that the write is durable, allows to say yes.
 */
async function settleConflict(
  database: Database,
  ballot: Ballot,
  isLogged: (leafHash: string) => boolean,
): Promise<Storing> {
  const leafHash = ballot._id.slice('ballot:'.length)
  const twin = (await database.leaves(ballot._id)).find(readStoredBallot)
  if (twin && isLogged(leafHash)) return { kind: 'stored', rev: twin._rev }
  const rev = twin?._rev ?? (await plantTrueLeaf(database, ballot, leafHash))
  const again = await database.write({ ...ballot, _rev: rev })
  return again.kind === 'written' ? { kind: 'stored', rev: again.rev } : UNAVAILABLE
}

/** Adds the true content as a leaf beside the garbage; its revision is the same whoever heals, so healing twice is one leaf. */
async function plantTrueLeaf(database: Database, ballot: Ballot, leafHash: string): Promise<string> {
  const rev = `1-${Buffer.from(leafHash, 'base64url').toString('hex').slice(0, 32)}`
  await database.plant([{ ...ballot, _rev: rev }])
  return rev
}
