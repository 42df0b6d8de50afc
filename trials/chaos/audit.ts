import { fromBase64url, toBase64url } from '#protocol/bytes'
import { ProtocolError } from '#protocol/errors'
import type { Ballot } from '#protocol/formats/ballot'
import { checkBallot, parseBallot } from '#protocol/formats/ballot'
import type { Manifest } from '#protocol/formats/manifest'
import { manifestHash } from '#protocol/formats/manifest'
import { appendBatch, batchId, parseBatch } from '#protocol/log/batch'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { checkCheckpoint } from '#protocol/log/checkpoint'
import { fullTiles } from '#protocol/log/tile'
import { MerkleTree } from '#protocol/log/tree'

export type Doc = Readonly<Record<string, unknown>> & { readonly _id: string }

export interface Audit {
  readonly ballots: number
  readonly final: Checkpoint
  /** What does not fit, each in a sentence. */
  readonly faults: readonly string[]
}

/**
 * Reads everything that the database holds of an election and audits it.
 *
 * @param couchdb its address, with credentials.
 */
export async function auditElection(couchdb: string, manifest: Manifest): Promise<Audit> {
  const docs = await readDocs(couchdb, `election-${manifest.election}`)
  const seal = (await readDocs(couchdb, 'seals')).get(`seal:${manifest.election}`)
  return auditDocuments(docs, seal, manifest)
}

/**
 * Rebuilds the log from its documents, batch by batch: every ballot is in it once, it is what the seal says, and what was
 * published is its beginning and its tiles.
 *
 * @throws {ProtocolError} a batch is missing or does not follow, or a document is none of the protocol's.
 */
export async function auditDocuments(
  docs: ReadonlyMap<string, Doc>,
  seal: Doc | undefined,
  manifest: Manifest,
): Promise<Audit> {
  const { election } = manifest
  const tree = new MerkleTree()
  const leaves = rebuild(docs, String(seal?.['root']), tree)
  const final = checkCheckpoint(docs.get(`head:${election}`)?.['note'], manifest)
  const published = toBase64url(final.root)
  const isPrefix = final.size <= tree.size && toBase64url(tree.root(final.size)) === published
  return {
    ballots: leaves.length,
    final,
    faults: [
      ...(seal?.['size'] === leaves.length ? [] : ['The seal has another size than its batches.']),
      ...(isPrefix ? [] : ['The published checkpoint is not a beginning of the sealed log.']),
      ...(await ballotFaults(docs, leaves, manifest)),
      ...tileFaults(docs, tree, election, final.size),
    ],
  }
}

/** Follows the batches from the sealed root back to the empty log, and appends them again. @returns the leaf hashes. */
function rebuild(docs: ReadonlyMap<string, Doc>, root: string, tree: MerkleTree): readonly string[] {
  const batches: Doc[] = []
  const empty = toBase64url(tree.root())
  for (let at = root; at !== empty;) {
    const batch = docs.get(batchId(fromBase64url(at, 32)))
    if (!batch) throw new ProtocolError('bad-chain', `the batch that leads to ${at} is missing`)
    batches.unshift(batch)
    at = parseBatch(batch).previous.root
  }
  return batches.flatMap((batch) => appendBatch(tree, batch).hashes)
}

async function ballotFaults(
  docs: ReadonlyMap<string, Doc>,
  leaves: readonly string[],
  manifest: Manifest,
): Promise<string[]> {
  const logged = new Set(leaves)
  const stored = [...docs.keys()]
    .filter((id) => id.startsWith('ballot:'))
    .map((id) => id.slice('ballot:'.length))
  const ballots = stored.map((hash) => parseBallot(docs.get(`ballot:${hash}`)))
  const invalid = await countInvalid(ballots, manifest)
  const keys = new Set(ballots.map(({ body }) => `${body.credential.key} ${body.sequence}`))
  const waiting = stored.filter((hash) => !logged.has(hash)).length
  const absent = leaves.filter((hash) => !docs.has(`ballot:${hash}`)).length
  return [
    ...(logged.size === leaves.length ? [] : ['A ballot is in the log twice.']),
    ...(keys.size === ballots.length ? [] : ['A key has two ballots of one sequence.']),
    ...(invalid === 0 ? [] : [`${invalid} stored ballots are not valid.`]),
    ...(waiting === 0 ? [] : [`${waiting} stored ballots are not in the log.`]),
    ...(absent === 0 ? [] : [`${absent} leaves of the log have no ballot.`]),
  ]
}

async function countInvalid(ballots: readonly Ballot[], manifest: Manifest): Promise<number> {
  const hash = manifestHash(manifest)
  const checks = ballots.map((ballot) => checkBallot(ballot, manifest, hash))
  const settled = await Promise.allSettled(checks)
  return settled.filter(({ status }) => status === 'rejected').length
}

function tileFaults(
  docs: ReadonlyMap<string, Doc>,
  tree: MerkleTree,
  election: string,
  size: number,
): string[] {
  const wrong = fullTiles(tree, election, 0, size).filter(
    (tile) => docs.get(tile._id)?.['hashes'] !== tile.hashes,
  )
  return wrong.map(({ _id }) => `${_id} is missing or wrong.`)
}

/** Every document of a database by its id. */
async function readDocs(couchdb: string, database: string): Promise<ReadonlyMap<string, Doc>> {
  const { origin, username, password } = new URL(couchdb)
  const authorization = `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}`
  const url = `${origin}/${database}/_all_docs?include_docs=true`
  const response = await fetch(url, { headers: { authorization } })
  const { rows } = (await response.json()) as { rows: { doc: Doc }[] }
  return new Map(rows.map(({ doc }) => [doc._id, doc]))
}
