import { sha256 } from '#crypto'
import { fromBase64url, toBase64url } from '#protocol/bytes'
import type { Decoded } from '#protocol/decode'
import { base64url, id, integer, mapOf, object, text } from '#protocol/decode'
import { deriveCode } from '#protocol/formats/credential'
import { MerkleTree } from '#protocol/log/tree'
import type { Database, StoredDoc } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import type { Random } from './codes.ts'
import { drawCode, hashCodeForm } from './codes.ts'

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

const CODE = 'code:'
const WRITE_BATCH = 500
const LEAF_PREFIX = Uint8Array.of(0)

export function codeId(form: string): string {
  return CODE + hashCodeForm(form)
}

/** @throws {ProtocolError} malformed, when something else was put into the registry at a code's id. */
export function parseCodeDocument(stored: StoredDoc): CodeDocument {
  return codeDocument(stored, 'code')
}

/**
 * Draws a code for each voter and stores their hashes. The codes exist in the answer only.
 *
 * @throws {CouchError} unavailable, when nobody knows whether all were stored; drawing again makes another roll.
 */
export async function drawRoll(
  registry: Database,
  random: Random,
  election: {
    readonly manifestHash: string
    readonly registrar: string
    readonly size: Readonly<Record<string, number>>
  },
): Promise<{ roll: Roll; codes: Record<string, string[]> }> {
  const rollId = toBase64url(random(16))
  const ids: string[] = []
  const codes: Record<string, string[]> = {}
  for (const [group, count] of Object.entries(election.size)) {
    const drawn = Array.from({ length: count }, () => drawCode(random))
    codes[group] = drawn
    for (let start = 0; start < count; start += WRITE_BATCH) {
      const batch = drawn.slice(start, start + WRITE_BATCH).map((code) => {
        const form = deriveCode(code, election.manifestHash, election.registrar)
        return { _id: codeId(form), roll: rollId, group }
      })
      await storeAll(registry, batch)
      ids.push(...batch.map((document) => document._id))
    }
  }
  const salt = random(32)
  const root = toBase64url(commitToRoll(ids, salt))
  return { roll: { id: rollId, salt: toBase64url(salt), size: election.size, root }, codes }
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

/** The RFC 6962 root over the salted ids, sorted by their bytes. */
function commitToRoll(ids: readonly string[], salt: Uint8Array): Uint8Array {
  const salted = ids.map((codeDocumentId) =>
    Buffer.from(sha256(salt, fromBase64url(codeDocumentId.slice(CODE.length), 32))),
  )
  const tree = new MerkleTree()
  for (const entry of salted.sort(Buffer.compare)) tree.append(sha256(LEAF_PREFIX, entry))
  return tree.root()
}

async function storeAll(registry: Database, documents: readonly { _id: string }[]): Promise<void> {
  const outcomes = await registry.writeAll(documents)
  for (const outcome of outcomes) {
    if (outcome.kind === 'unacknowledged') throw new CouchError('unavailable', 'a code may not be stored')
    if (outcome.kind !== 'written') throw new Error(`a code was not stored: ${outcome.kind}`)
  }
}
