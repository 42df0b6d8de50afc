import type { Ballot } from '#protocol/formats/ballot'
import type { Database, StoredDoc } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import { readStoredBallot } from './stored-ballot.ts'

export type Storing = { readonly kind: 'stored'; readonly rev: string } | { readonly kind: 'unavailable' }

/** By ballot id: the revision at which a ballot is known to be durable. */
type Stored = Map<string, string>

/**
 * Writes ballots and says of each whether it is durable; the outcomes are in the order of `ballots`. Ids are distinct.
 * However many of them are there already, it takes three requests at most: write, read, write again.
 *
 * @param isDurable whether the committed log has a ballot, or this process saw it become durable.
 */
export async function storeBallots(
  database: Database,
  ballots: readonly Ballot[],
  isDurable: (ballot: Ballot) => boolean,
): Promise<Storing[]> {
  const outcomes = await database.writeAll(ballots.map((ballot) => ({ ...ballot })))
  const stored: Stored = new Map()
  for (const outcome of outcomes) if (outcome.kind === 'written') stored.set(outcome.id, outcome.rev)
  const conflicting = ballots.filter((_, index) => outcomes[index]?.kind === 'conflict')
  if (conflicting.length > 0) await settleConflicts(database, conflicting, isDurable, stored)
  return ballots.map(({ _id }) => {
    const rev = stored.get(_id)
    return rev === undefined ? { kind: 'unavailable' } : { kind: 'stored', rev }
  })
}

/**
 * Something is already stored at these ballots' ids. It may be the ballot, written before by a write whose durability
 * nobody knows; or garbage that somebody planted there. Only the word of the log or of this process, or writing the same
 * content over a leaf that has it and being told that the write is durable, allows to say yes.
 */
async function settleConflicts(
  database: Database,
  ballots: readonly Ballot[],
  isDurable: (ballot: Ballot) => boolean,
  stored: Stored,
): Promise<void> {
  const rewrites: StoredDoc[] = []
  for (const { ballot, twin } of await readTwins(database, ballots)) {
    const rev = twin ?? (await plantTrueLeaf(database, ballot))
    if (twin !== undefined && isDurable(ballot)) stored.set(ballot._id, twin)
    else if (rev !== undefined) rewrites.push({ ...ballot, _rev: rev })
  }
  if (rewrites.length === 0) return
  for (const outcome of (await unlessAway(() => database.writeAll(rewrites))) ?? [])
    if (outcome.kind === 'written') stored.set(outcome.id, outcome.rev)
}

interface Read {
  readonly ballot: Ballot
  /** The revision of a leaf that has the ballot's own content. */
  readonly twin: string | undefined
}

/** Of the ballots whose documents can be read now: one that cannot be keeps nobody else waiting. */
async function readTwins(database: Database, ballots: readonly Ballot[]): Promise<Read[]> {
  const leaves = await unlessAway(() => database.leavesOfMany(ballots.map(({ _id }) => _id)))
  return ballots.flatMap((ballot, index) => {
    const read = leaves?.[index]
    return read ? [{ ballot, twin: read.find(readStoredBallot)?._rev }] : []
  })
}

/** Adds the true content as a leaf beside the garbage; its revision is the same whoever heals, so healing twice is one leaf. */
async function plantTrueLeaf(database: Database, ballot: Ballot): Promise<string | undefined> {
  const hash = Buffer.from(ballot._id.slice('ballot:'.length), 'base64url').toString('hex')
  const rev = `1-${hash.slice(0, 32)}`
  return unlessAway(async () => {
    await database.plant([{ ...ballot, _rev: rev }])
    return rev
  })
}

async function unlessAway<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof CouchError) return undefined
    throw error
  }
}
