import { sha256 } from '#crypto'
import { toBase64url, utf8 } from '../bytes.ts'
import type { Decoded } from '../decode.ts'
import { base64url, described, integer, object, ownMember, text } from '../decode.ts'
import type { RefusalCode } from '../errors.ts'
import { refuse } from '../errors.ts'
import { canonicalJson } from '../json.ts'
import { bodyHeader, checkAddress, checkSignature, signBody } from '../signed.ts'
import { checkCredential, credential } from './credential.ts'
import { MAX_BALLOT_BYTES, MAX_SEQUENCE } from './largest-ballot.ts'
import type { Manifest } from './manifest.ts'
import { findContests } from './manifest.ts'
import { checkVote, votes } from './votes.ts'

export { MAX_SEQUENCE } from './largest-ballot.ts'

const anyInteger = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)

/** Out of range has a code of its own: the voter changed their mind too often, the ballot is not garbage. */
const sequence = described(
  (value, path) => {
    const number = anyInteger(value, path)
    if (number < 0 || number > MAX_SEQUENCE) refuse('bad-sequence', `${path} must be 0 to ${MAX_SEQUENCE}`)
    return number
  },
  () => ({ type: 'integer', minimum: 0, maximum: MAX_SEQUENCE }),
)

const ballotBody = object({
  ...bodyHeader,
  credential,
  sequence,
  votes,
})
const ballotDocument = object(
  { _id: text(60), body: ballotBody, signature: base64url(64) },
  { _rev: text(200) },
)

/** Every code by which {@link parseBallot} and {@link checkBallot} refuse what is stored as a ballot. */
export const BALLOT_FAULTS = [
  'malformed',
  'unsupported',
  'bad-sequence',
  'too-large',
  'bad-address',
  'unknown-election',
  'wrong-manifest',
  'bad-credential',
  'unknown-option',
  'overvote',
  'bad-signature',
] as const satisfies readonly RefusalCode[]

export type { Votes } from './votes.ts'
export type BallotBody = Decoded<typeof ballotBody>
export interface Ballot {
  readonly _id: string
  readonly body: BallotBody
  readonly signature: string
}

/** The RFC 6962 leaf hash of a ballot, 32 bytes: SHA-256(0x00 || JCS({body, signature})). */
export function leafHashOf({
  body,
  signature,
}: {
  readonly body: BallotBody
  readonly signature: string
}): Uint8Array<ArrayBuffer> {
  return sha256(LEAF_PREFIX, utf8(canonicalJson({ body, signature })))
}

const LEAF_PREFIX = Uint8Array.of(0)

export function ballotId(leafHash: Uint8Array): string {
  return `ballot:${toBase64url(leafHash)}`
}

export function signBallot(body: BallotBody, seed: Uint8Array): Ballot {
  const signature = signBody('ballot', body, seed)
  return { _id: ballotId(leafHashOf({ body, signature })), body, signature }
}

/**
 * Reads a ballot's shape and checks that its content hashes to its `_id`. Nothing about the election is known yet.
 *
 * @throws {ProtocolError} unsupported, then malformed | bad-sequence, too-large, bad-address
 */
export function parseBallot(value: unknown): Ballot {
  refuseSealed(value)
  const { _id, body, signature } = ballotDocument(value, 'ballot')
  const content = utf8(canonicalJson({ body, signature }))
  if (content.length > MAX_BALLOT_BYTES) refuse('too-large', `a ballot has at most ${MAX_BALLOT_BYTES} bytes`)
  checkAddress({ _id }, ballotId(sha256(LEAF_PREFIX, content)))
  return { _id, body, signature }
}

/**
 * Checks a parsed ballot against its election, cheap rules first. What depends on the clock or on other ballots
 * (open, late, duplicate) is the caller's.
 *
 * @throws {ProtocolError} unknown-election | wrong-manifest | bad-credential | malformed | unknown-option | overvote |
 *   bad-sequence | bad-signature
 */
export async function checkBallot(
  { body, signature }: Ballot,
  manifest: Manifest,
  manifestHash: string,
): Promise<void> {
  if (body.election !== manifest.election) refuse('unknown-election', 'the ballot is of another election')
  if (body.manifest !== manifestHash) refuse('wrong-manifest', 'the ballot is of another manifest')
  if (manifest.recast === 'none' && body.sequence !== 0)
    refuse('bad-sequence', 'this election takes one ballot only')
  checkVotes(body, manifest)
  await checkCredential(body.credential, manifest, manifestHash)
  checkSignature('ballot', body, signature, body.credential.key)
}

/** @throws {ProtocolError} bad-credential | malformed | unknown-option | overvote */
function checkVotes(body: BallotBody, manifest: Manifest): void {
  const contests = findContests(manifest, body.credential.group)
  if (contests.length === 0) refuse('bad-credential', 'unknown group')
  const complete = contests.every((contest) => Object.hasOwn(body.votes, contest.id))
  if (!complete || Object.keys(body.votes).length !== contests.length) {
    refuse('malformed', 'a ballot has every contest of its group and no other')
  }
  for (const contest of contests) checkVote(contest, ownMember(body.votes, contest.id) ?? [])
}

function refuseSealed(value: unknown): void {
  const body = typeof value === 'object' && value !== null && 'body' in value ? value.body : undefined
  if (typeof body === 'object' && body !== null && Object.hasOwn(body, 'sealed'))
    refuse('unsupported', 'sealed ballots are not supported yet')
}
