import { ProtocolError, refuse } from '#protocol/errors'
import type { Ballot } from '#protocol/formats/ballot'
import { BALLOT_FAULTS, checkBallot, parseBallot } from '#protocol/formats/ballot'
import type { CloseReason } from '#protocol/formats/close'
import type { Manifest } from '#protocol/formats/manifest'
import type { StoredDoc } from '../../couch/couch.ts'
import type { CheckedBallot } from '../core/election-log.ts'
import type { PutBack } from './put-back.ts'

export type Verdict =
  | ({ readonly kind: 'valid' } & CheckedBallot)
  | { readonly kind: 'refused'; readonly leafHash: string; readonly reason: CloseReason }

export interface JudgePorts {
  readonly manifest: Manifest
  readonly manifestHash: string
  readonly wasChecked: (leafHash: string) => boolean
  /** Everything that the database can still read of the document `id`, the leaves first. */
  readonly revisions: (id: string) => Promise<StoredDoc[]>
  readonly putBack: PutBack
  /** Whether the log, or the ballots that wait for it, hold exactly this ballot: then its signatures were verified here. */
  readonly isKnown: (ballot: CheckedBallot) => boolean
}

const PREFIX = 'ballot:'
const ADDRESS = /^ballot:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

export function isBallotId(id: string): boolean {
  return ADDRESS.test(id)
}

export function leafHashOfId(id: string): string {
  return id.slice(PREFIX.length)
}

/**
 * Judges what is stored at a ballot's id from its content alone: an administrator of the database may have put anything
 * there, with any revision, or deleted it. If the winning leaf is not the ballot that its id names, another leaf may be,
 * or one that it replaced; a valid ballot is then put back, for the ballot box only grows.
 */
export async function judgeBallot(
  id: string,
  winner: StoredDoc | undefined,
  ports: JudgePorts,
): Promise<Verdict> {
  const leafHash = leafHashOfId(id)
  try {
    const { ballot, isHidden } = await findContent(id, winner, ports)
    const checked = { leafHash, body: ballot.body }
    if (!ports.isKnown(checked)) await check(ballot, leafHash, ports)
    if (isHidden) await ports.putBack({ ...ballot }, winner)
    return { kind: 'valid', ...checked }
  } catch (error) {
    if (error instanceof ProtocolError) return { kind: 'refused', leafHash, reason: reasonOf(error) }
    throw error
  }
}

interface Content {
  readonly ballot: Ballot
  /** Something else is stored in its place. */
  readonly isHidden: boolean
}

/** @throws {ProtocolError} that of the winner, when no revision has the content which hashes to `id`. */
async function findContent(id: string, winner: StoredDoc | undefined, ports: JudgePorts): Promise<Content> {
  try {
    return { ballot: parseAt(id, winner), isHidden: false }
  } catch (error) {
    const hidden = error instanceof ProtocolError ? await findHidden(id, ports) : undefined
    if (hidden) return { ballot: hidden, isHidden: true }
    throw error
  }
}

async function findHidden(id: string, ports: JudgePorts): Promise<Ballot | undefined> {
  for (const revision of await ports.revisions(id)) {
    try {
      return parseAt(id, revision)
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
    }
  }
  return undefined
}

function parseAt(id: string, document: StoredDoc | undefined): Ballot {
  if (document?._id !== id) refuse('malformed', 'no such ballot')
  const { _id, body, signature } = parseBallot(document)
  return { _id, body, signature }
}

/**
 * What the gateway of this process has verified is valid in the election that it names, which need not be this one:
 * somebody may have copied a ballot from one database into another.
 */
async function check(ballot: Ballot, leafHash: string, ports: JudgePorts): Promise<void> {
  const { manifest, manifestHash } = ports
  const isOurs = ballot.body.election === manifest.election && ballot.body.manifest === manifestHash
  if (isOurs && ports.wasChecked(leafHash)) return
  await checkBallot(ballot, manifest, manifestHash)
}

/** Any other code is none that a ballot can have: a defect of this program, not of the document. */
function reasonOf(error: ProtocolError): CloseReason {
  const reason = BALLOT_FAULTS.find((fault) => fault === error.code)
  if (!reason) throw error
  return reason
}
