import type { Decoded } from '../decode.ts'
import { arrayOf, base64url, id, integer, mapOf, object, text } from '../decode.ts'
import { refuse } from '../errors.ts'
import { bodyHeader, checkAddress, checkSignature, signBody } from '../signed.ts'
import type { Manifest } from './manifest.ts'
import { manifestHash } from './manifest.ts'

const count = integer(0, Number.MAX_SAFE_INTEGER)

const contestResult = object({
  id,
  /** Voters whose counting ballot has this contest, and those of them who chose nothing. Unweighted. */
  ballots: count,
  blank: count,
  /** Votes by option, weighted by group; every option is there. */
  votes: mapOf(id, count),
  /** In order of election. */
  elected: arrayOf(id, { max: 1000 }),
  /** Options with equal votes between which the manifest's order decided a seat. */
  tied: arrayOf(id, { max: 1000 }),
})

const resultBody = object({
  ...bodyHeader,
  amendments: base64url(32),
  size: count,
  root: base64url(32),
  turnout: count,
  contests: arrayOf(contestResult, { max: 100 }),
})
const resultDocument = object(
  { _id: text(200), body: resultBody, signature: base64url(64) },
  { _rev: text(200) },
)

export type ContestResult = Decoded<typeof contestResult>
export type Result = Decoded<typeof resultBody>
export interface ResultDocument {
  readonly _id: string
  readonly body: Result
  readonly signature: string
}

export function signResult(body: Result, logSeed: Uint8Array): ResultDocument {
  return { _id: resultId(body.election), body, signature: signBody('result', body, logSeed) }
}

/** @throws {ProtocolError} malformed | bad-address | unknown-election | wrong-manifest | bad-signature */
export function checkResult(value: unknown, manifest: Manifest): ResultDocument {
  const { _id, body, signature } = resultDocument(value, 'result')
  if (body.election !== manifest.election) refuse('unknown-election', 'the result is of another election')
  if (body.manifest !== manifestHash(manifest)) refuse('wrong-manifest', 'the result is of another manifest')
  checkAddress({ _id }, resultId(body.election))
  checkSignature('result', body, signature, manifest.keys.log)
  return { _id, body, signature }
}

export function resultId(election: string): string {
  return `result:${election}`
}
