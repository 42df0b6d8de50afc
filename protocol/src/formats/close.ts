import type { Decoded } from '../decode.ts'
import { arrayOf, base64url, integer, object, oneOf, text } from '../decode.ts'
import { refuse } from '../errors.ts'
import { bodyHeader, checkAddress, checkSignature, signBody } from '../signed.ts'
import type { Manifest } from './manifest.ts'
import { manifestHash } from './manifest.ts'

/** Why a document at a ballot's address is not in the log; `duplicate`: another of the same key and sequence is. */
const reason = oneOf(
  'malformed',
  'too-large',
  'unsupported',
  'unknown-election',
  'wrong-manifest',
  'bad-credential',
  'bad-signature',
  'overvote',
  'unknown-option',
  'bad-sequence',
  'duplicate',
)

const closeBody = object({
  ...bodyHeader,
  amendments: base64url(32),
  size: integer(0, Number.MAX_SAFE_INTEGER),
  root: base64url(32),
  /** Sorted by leaf hash. */
  refused: arrayOf(object({ leafHash: base64url(32), reason }), { max: 1_000_000 }),
})
const closeDocument = object(
  { _id: text(200), body: closeBody, signatures: object({ authority: base64url(64), log: base64url(64) }) },
  { _rev: text(200) },
)

export type Close = Decoded<typeof closeBody>
export type CloseReason = Decoded<typeof reason>
export interface CloseDocument {
  readonly _id: string
  readonly body: Close
  readonly signatures: { readonly authority: string; readonly log: string }
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
  const sorted = body.refused.every(
    (row, index) => index === 0 || (body.refused[index - 1]?.leafHash ?? '') < row.leafHash,
  )
  if (!sorted) refuse('malformed', 'refused ballots must be sorted and distinct')
  checkSignature('close', body, signatures.authority, manifest.keys.authority)
  checkSignature('close', body, signatures.log, manifest.keys.log)
  return { _id, body, signatures }
}

export function closeId(election: string): string {
  return `close:${election}`
}
