import { ProtocolError } from '../errors.ts'
import type { BallotBody } from '../formats/ballot.ts'
import { checkBallot, parseBallot } from '../formats/ballot.ts'
import type { Manifest } from '../formats/manifest.ts'
import type { Fault } from './fault.ts'

/** What a ballot says, once both its signatures and its address are checked. */
export interface JudgedBallot {
  readonly kind: 'valid'
  readonly id: string
  readonly body: BallotBody
}

export type Judgement = JudgedBallot | { readonly kind: 'refused'; readonly fault: Fault }

/** Judges a ballot by itself, which is all the costly part of a recount and depends on no other document. */
export async function judgeBallot(
  value: unknown,
  manifest: Manifest,
  manifestHash: string,
): Promise<Judgement> {
  try {
    const ballot = parseBallot(value)
    await checkBallot(ballot, manifest, manifestHash)
    return { kind: 'valid', id: ballot._id, body: ballot.body }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return {
      kind: 'refused',
      fault: { document: documentId(value), code: error.code, detail: error.detail },
    }
  }
}

/** What a document calls itself, for a sentence about it; whatever it says, it is short and on one line. */
export function documentId(value: unknown): string {
  const id = typeof value === 'object' && value !== null && '_id' in value ? value._id : undefined
  return typeof id === 'string' && /^[\x21-\x7e]{1,200}$/.test(id) ? id : '(a document without a name)'
}
