import { sha256 } from '#crypto'
import { toBase64url, utf8 } from '#protocol/bytes'
import type { RefusalCode } from '#protocol/errors'
import type { Ballot, BallotBody } from '#protocol/formats/ballot'
import { ballotId, leafHashOf, signBallot } from '#protocol/formats/ballot'
import { canonicalJson } from '#protocol/json'
import { boardBallot, coop, coopCredential, headerOf, seedOf } from './election.ts'
import type { Vector } from './vector.ts'
import { anyCanonical, set, signAny } from './vector.ts'

export const SEED = seedOf('voter 1')
export const body = boardBallot('voter 1')
export const good = signBallot(body, SEED)

/** Signed and addressed again after the change, so that the change is the only fault. */
export function changed(name: string, error: RefusalCode, path: (string | number)[], value: unknown): Vector {
  return refused(name, error, signed(set(body, path, value)))
}

export function signed(value: unknown): unknown {
  return readdressed({ body: value, signature: signAny('ballot', value, SEED) })
}

export function readdressed({ body: content, signature }: { body: unknown; signature: string }): object {
  const leaf = sha256(Uint8Array.of(0), utf8(anyCanonical({ body: content, signature })))
  return { _id: ballotId(leaf), body: content, signature }
}

export function coopBallot(group: string, registrars: string[], ids: BallotBody['votes']): BallotBody {
  return {
    ...headerOf(coop),
    credential: coopCredential('voter 1', group, registrars),
    sequence: 0,
    votes: ids,
  }
}

export function derived(ballot: Ballot): unknown {
  const { body: content, signature } = ballot
  return { leafHash: toBase64url(leafHashOf(ballot)), canonical: canonicalJson({ body: content, signature }) }
}

export function refused(name: string, error: RefusalCode, document: unknown, manifest = 'board'): Vector {
  return { name, manifest, document, error }
}
