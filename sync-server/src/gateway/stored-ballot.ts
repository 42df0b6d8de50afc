import { ProtocolError } from '#protocol/errors'
import type { Ballot } from '#protocol/formats/ballot'
import { parseBallot } from '#protocol/formats/ballot'
import type { StoredDoc } from '../couch/couch.ts'

/** The ballot in a stored document, or undefined for anything else: an `_id` is trusted only after its content was hashed. */
export function readStoredBallot(document: StoredDoc | undefined): Ballot | undefined {
  try {
    return parseBallot(document)
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}
