import { arrayOf, base64url, integer, object, oneOf, text } from '#protocol/decode'
import { ProtocolError } from '#protocol/errors'
import type { Database, StoredDoc } from '../couch/couch.ts'
import { LogFault } from './log-fault.ts'

/**
 * The commit point of one election's log, `seal:<election>` in the database `seals`. Whoever swaps it has committed;
 * everything public is derived from it.
 */
export interface Seal {
  /** Ballots in the log, and its root in base64url. */
  readonly size: number
  readonly root: string
  /** The id of the batch that led here. */
  readonly batch: string
  /** The position in the election database's feed up to which every ballot is in the log or refused. */
  readonly since: string
  /** True once the log is final: nobody appends any more, however late they wake up. */
  readonly closed: boolean
}

export type StoredSeal = Seal & { readonly rev: string }

const sealDocument = object(
  {
    _id: text(200),
    _rev: text(200),
    size: integer(0, Number.MAX_SAFE_INTEGER),
    root: base64url(32),
    batch: text(60),
    since: text(100_000),
    closed: oneOf(true, false),
  },
  { _conflicts: arrayOf(text(200), { max: 0 }) },
)

export function sealId(election: string): string {
  return `seal:${election}`
}

/** @throws {LogFault} when what is stored is not a seal, or when there was one: without it a second log would begin. */
export async function readSeal(seals: Database, election: string): Promise<StoredSeal | undefined> {
  const stored = await seals.read(sealId(election))
  if (stored) return parseSeal(stored)
  const [leaf] = await seals.revisions(sealId(election))
  if (leaf?._deleted) throw new LogFault('the seal was deleted')
  // Between the two reads another tallier made its first commit.
  return leaf && parseSeal(leaf)
}

/** @returns the seal as it is now stored, or undefined when nobody can tell that this swap is the one that counts. */
export async function swapSeal(
  seals: Database,
  election: string,
  seal: Seal,
  rev: string | undefined,
): Promise<StoredSeal | undefined> {
  const document = { _id: sealId(election), ...seal, ...(rev === undefined ? {} : { _rev: rev }) }
  const outcome = await seals.compareAndSwap(document)
  return outcome.kind === 'written' ? { ...seal, rev: outcome.rev } : undefined
}

function parseSeal(stored: StoredDoc): StoredSeal {
  try {
    const { _rev: rev, size, root, batch, since, closed } = sealDocument(stored, 'seal')
    return { rev, size, root, batch, since, closed }
  } catch (error) {
    if (error instanceof ProtocolError) throw new LogFault(`the seal cannot be read: ${error.detail}`)
    throw error
  }
}
