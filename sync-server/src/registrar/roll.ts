import type { Decoded } from '#protocol/decode'
import { base64url, id, integer, mapOf, object, text } from '#protocol/decode'
import type { Database, StoredDoc } from '../couch/couch.ts'
import { hashCodeForm } from './codes.ts'

/**
 * The codes of one opening of an election. An opening that dies half-way leaves codes of a roll that nothing names; they
 * are worth nothing. Private: whoever has the salt can tell whether a code is on the roll.
 */
export const roll = object({
  id: base64url(16),
  salt: base64url(32),
  /** How many may vote, by group. */
  size: mapOf(id, integer(0, 1_000_000_000)),
  root: base64url(32),
})
export type Roll = Decoded<typeof roll>

const codeDocument = object(
  { _id: text(60), _rev: text(200), roll: base64url(16), group: id },
  { issued: object({ request: base64url(32), day: text(10) }) },
)
/** `issued.request` is the SHA-256 of the blinded message that was signed; `day` is the finest time that is kept. */
export type CodeDocument = Decoded<typeof codeDocument>

/** Before the hash of a code's form. */
export const CODE = 'code:'

export function codeId(form: string): string {
  return CODE + hashCodeForm(form)
}

/** @throws {ProtocolError} malformed, when something else was put into the registry at a code's id. */
export function parseCodeDocument(stored: StoredDoc): CodeDocument {
  return codeDocument(stored, 'code')
}

/**
 * Counts the codes of a roll that were spent, by group.
 *
 * @param groups every group of the manifest, so that one without voters counts 0.
 */
export async function countIssued(
  registry: Database,
  rollId: string,
  groups: readonly string[],
): Promise<Record<string, number>> {
  const issued = Object.fromEntries(groups.map((group) => [group, 0]))
  for await (const stored of registry.range({ startKey: CODE, endKey: `${CODE}\uffff` })) {
    const document = parseCodeDocument(stored)
    if (document.roll !== rollId || !document.issued) continue
    issued[document.group] = (issued[document.group] ?? 0) + 1
  }
  return issued
}
