import type { Decoded } from '../decode.ts'
import { arrayOf, base64url, integer, object, oneOf, text } from '../decode.ts'
import { refuse } from '../errors.ts'
import { checkEmptyRoot } from '../log/state.ts'
import { bodyHeader, checkAddress, checkSignature, signBody } from '../signed.ts'
import { BALLOT_FAULTS } from './ballot.ts'
import type { Manifest } from './manifest.ts'
import { manifestHash } from './manifest.ts'

/** Rows that a close lists at most; with them it stays below a million bytes. */
export const MAX_REFUSED = 10_000

/** Why what is stored at a ballot's address is no ballot of this election. */
const reason = oneOf(...BALLOT_FAULTS)

const closeBody = object({
  ...bodyHeader,
  amendments: base64url(32),
  size: integer(0, Number.MAX_SAFE_INTEGER),
  root: base64url(32),
  /** How many documents at a ballot's address are no ballot of this election. */
  refusedCount: integer(0, Number.MAX_SAFE_INTEGER),
  /** All of them or, if they are more than {@link MAX_REFUSED}, the first; sorted by leaf hash. */
  refused: arrayOf(object({ leafHash: base64url(32), reason }), { max: MAX_REFUSED }),
})
const closeDocument = object(
  { _id: text(200), body: closeBody, signatures: object({ authority: base64url(64), log: base64url(64) }) },
  { _rev: text(200) },
)

export type Close = Decoded<typeof closeBody>
export type CloseReason = Decoded<typeof reason>
export type RefusedBallot = Close['refused'][number]
export interface CloseDocument {
  readonly _id: string
  readonly body: Close
  readonly signatures: { readonly authority: string; readonly log: string }
}

/**
 * What a close says of the ballots that were refused. Strangers cannot make it long: a gateway stores only valid ballots,
 * so it takes write access to the database to put anything else there.
 *
 * @param ballots all of them, in any order.
 */
export function listRefused(ballots: readonly RefusedBallot[]): Pick<Close, 'refused' | 'refusedCount'> {
  const sorted = [...ballots].sort((a, b) => (a.leafHash < b.leafHash ? -1 : 1))
  return { refusedCount: sorted.length, refused: sorted.slice(0, MAX_REFUSED) }
}

/** Only this document makes a result final; it takes both keys, so neither the office nor the tallier closes alone. */
export function signClose(body: Close, seeds: { authority: Uint8Array; log: Uint8Array }): CloseDocument {
  const signatures = {
    authority: signBody('close', body, seeds.authority),
    log: signBody('close', body, seeds.log),
  }
  return { _id: closeId(body.election), body, signatures }
}

/** @throws {ProtocolError} malformed | bad-address | unknown-election | wrong-manifest | bad-signature */
export function checkClose(value: unknown, manifest: Manifest): CloseDocument {
  const { _id, body, signatures } = closeDocument(value, 'close')
  if (body.election !== manifest.election) refuse('unknown-election', 'the close is of another election')
  if (body.manifest !== manifestHash(manifest)) refuse('wrong-manifest', 'the close is of another manifest')
  checkAddress({ _id }, closeId(body.election))
  checkEmptyRoot(body)
  checkRefused(body)
  checkSignature('close', body, signatures.authority, manifest.keys.authority)
  checkSignature('close', body, signatures.log, manifest.keys.log)
  return { _id, body, signatures }
}

export function closeId(election: string): string {
  return `close:${election}`
}

function checkRefused({ refused, refusedCount }: Close): void {
  const sorted = refused.every(
    (row, index) => index === 0 || (refused[index - 1]?.leafHash ?? '') < row.leafHash,
  )
  if (!sorted) refuse('malformed', 'refused ballots must be sorted and distinct')
  if (refused.length !== Math.min(refusedCount, MAX_REFUSED))
    refuse('malformed', `a close lists all refused ballots, or the first ${MAX_REFUSED}`)
}
