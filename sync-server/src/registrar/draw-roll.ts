import { sha256 } from '#crypto'
import { fromBase64url, toBase64url } from '#protocol/bytes'
import { deriveCode } from '#protocol/formats/credential'
import { MerkleTree } from '#protocol/log/tree'
import type { Database, Doc } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import type { Random } from './codes.ts'
import { drawCode } from './codes.ts'
import type { Roll } from './roll.ts'
import { CODE, codeId } from './roll.ts'

/** Some codes of one group, in the order in which they were drawn. */
export interface CodeBatch {
  readonly group: string
  /** 0 for the first batch of the roll. */
  readonly number: number
  readonly codes: readonly string[]
}

export interface RollDrawing {
  readonly manifestHash: string
  readonly registrar: string
  /** How many codes, by group. */
  readonly size: Readonly<Record<string, number>>
  readonly random: Random
  /** The document that keeps a batch until the officer has it; it is stored together with the codes' hashes. */
  readonly keep: (roll: string, batch: CodeBatch) => Doc
  /** Told how many codes are drawn and stored. */
  readonly onProgress: (drawn: number) => void
}

/** Drawing and hashing them takes some milliseconds; phones are answered in between. */
const BATCH = 250
const LEAF_PREFIX = Uint8Array.of(0)

/**
 * Draws a code for each voter and stores their hashes.
 *
 * @throws {CouchError} unavailable, when nobody knows whether all were stored; drawing again makes another roll.
 */
export async function drawRoll(registry: Database, drawing: RollDrawing): Promise<Roll> {
  const { random, size, keep, onProgress } = drawing
  const roll = toBase64url(random(16))
  const ids: string[] = []
  for (const batch of batches(size, random)) {
    const documents = batch.codes.map((code) => {
      const form = deriveCode(code, drawing.manifestHash, drawing.registrar)
      return { _id: codeId(form), roll, group: batch.group }
    })
    await storeAll(registry, [...documents, keep(roll, batch)])
    for (const { _id } of documents) ids.push(_id)
    onProgress(ids.length)
  }
  const salt = random(32)
  return { id: roll, salt: toBase64url(salt), size, root: toBase64url(await commitToRoll(ids, salt)) }
}

/** Drawn as they are stored: a million at once would keep everybody else waiting. */
function* batches(size: RollDrawing['size'], random: Random): Generator<CodeBatch> {
  let number = 0
  for (const [group, count] of Object.entries(size)) {
    for (let first = 0; first < count; first += BATCH) {
      const length = Math.min(BATCH, count - first)
      yield { group, number: number++, codes: Array.from({ length }, () => drawCode(random)) }
    }
  }
}

async function storeAll(registry: Database, documents: readonly Doc[]): Promise<void> {
  const outcomes = await registry.writeAll(documents)
  for (const outcome of outcomes) {
    if (outcome.kind === 'unacknowledged') throw new CouchError('unavailable', 'a code may not be stored')
    if (outcome.kind !== 'written') throw new Error(`a code was not stored: ${outcome.kind}`)
  }
}

/**
 * The RFC 6962 root over the salted ids, sorted by their bytes: by the first of them, and then each heap by itself, with
 * room for others in between.
 */
async function commitToRoll(ids: readonly string[], salt: Uint8Array): Promise<Uint8Array> {
  const heaps = Array.from({ length: 256 }, (): Buffer[] => [])
  for (const [index, id] of ids.entries()) {
    if (index % BATCH === 0) await breathe()
    const salted = Buffer.from(sha256(salt, fromBase64url(id.slice(CODE.length), 32)))
    heaps[salted[0] ?? 0]?.push(salted)
  }
  const tree = new MerkleTree()
  for (const heap of heaps) {
    for (const entry of heap.sort(Buffer.compare)) tree.append(sha256(LEAF_PREFIX, entry))
    await breathe()
  }
  return tree.root()
}

function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
