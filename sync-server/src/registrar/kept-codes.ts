import { utf8 } from '#protocol/bytes'
import { arrayOf, id, integer, object, text } from '#protocol/decode'
import { parseStrictJson } from '#protocol/json'
import type { Database, Doc, StoredDoc } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import type { Vault } from '../keys/vault.ts'
import type { CodeBatch } from './draw-roll.ts'
import type { Roll } from './roll.ts'

/** By group. */
export type Codes = Readonly<Record<string, readonly string[]>>

const keptDocument = object({
  _id: text(100),
  _rev: text(200),
  group: id,
  number: integer(0, 1_000_000),
  nonce: text(16),
  ciphertext: text(200_000),
})
const codes = arrayOf(text(50), { max: 10_000 })

/**
 * Codes that were drawn and that nobody has said to have received: an answer that is lost on its way must not take an
 * election's codes with it. They are encrypted under the server's secret, and go once they were received.
 */
export function keepCodes(vault: Vault, roll: string, { group, number, codes: drawn }: CodeBatch): Doc {
  const sealed = vault.seal(utf8(JSON.stringify(drawn)), contextOf(roll, group, number))
  return { _id: `${prefixOf(roll)}${String(number).padStart(6, '0')}`, group, number, ...sealed }
}

/** In the order in which they were drawn. @throws {SecretError} when the server's secret is another one now. */
export async function readKeptCodes(registry: Database, vault: Vault, roll: Roll): Promise<Codes> {
  const read = Object.fromEntries(Object.keys(roll.size).map((group) => [group, [] as string[]]))
  for await (const stored of keptOf(registry, roll)) {
    const { group, number, ...sealed } = keptDocument(stored, 'codes')
    const opened = Buffer.from(vault.open(sealed, contextOf(roll.id, group, number))).toString()
    read[group]?.push(...codes(parseStrictJson(opened), 'codes'))
  }
  return read
}

/** @throws {CouchError} unavailable, when nobody knows whether all are gone; doing it again is harmless. */
export async function forgetKeptCodes(registry: Database, roll: Roll): Promise<void> {
  const gone: Doc[] = []
  for await (const { _id, _rev } of keptOf(registry, roll)) gone.push({ _id, _rev, _deleted: true })
  const outcomes = await registry.writeAll(gone)
  if (outcomes.some(({ kind }) => kind === 'unacknowledged'))
    throw new CouchError('unavailable', 'codes that were received may still be kept')
}

function keptOf(registry: Database, roll: Roll): AsyncIterable<StoredDoc> {
  const startKey = prefixOf(roll.id)
  return registry.range({ startKey, endKey: `${startKey}\uffff` })
}

function prefixOf(roll: string): string {
  return `kept-codes:${roll}:`
}

function contextOf(roll: string, group: string, number: number): string {
  return `voting-codes\n${roll}\n${group}\n${number}`
}
