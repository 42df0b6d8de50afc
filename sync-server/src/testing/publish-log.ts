import { fromBase64url, toBase64url } from '#protocol/bytes'
import type { Ballot } from '#protocol/formats/ballot'
import { signResult } from '#protocol/formats/result'
import type { Batch } from '#protocol/log/batch'
import { batchId, sortLeaves } from '#protocol/log/batch'
import { logOrigin, signCheckpoint } from '#protocol/log/checkpoint'
import { MerkleTree } from '#protocol/log/tree'
import { Tally } from '#protocol/tally/tally'
import type { Database, Doc } from '../couch/couch.ts'
import type { ElectionFixture } from './election-fixture.ts'
import type { GatewayFixture } from './gateway-fixture.ts'

/**
 * Writes ballots, batches, head and result as a tallier would, and waits until the gateway shows them. Called again with more
 * batches, it goes on from there.
 */
export async function publishLog(
  { database, gateway }: GatewayFixture,
  { manifest, manifestHash, keys }: ElectionFixture,
  batches: readonly (readonly Ballot[])[],
): Promise<void> {
  const id = manifest.body.election
  const tree = new MerkleTree()
  const tally = new Tally(manifest.body)
  for (const { body } of batches.flat()) tally.add(body)
  await database.writeAll(batches.flat().map((ballot) => ({ ...ballot })))
  for (const batch of batches) await database.write({ ...appendTo(tree, batch) })
  const [size, root] = [tree.size, tree.root()]
  const note = signCheckpoint({ size, root }, logOrigin(id, manifestHash), keys.log)
  const header = { v: 1, election: id, manifest: manifestHash, amendments: manifestHash } as const
  const { turnout, contests } = tally.count()
  const result = { ...header, size, root: toBase64url(root), turnout, contests: [...contests] }
  const live = gateway.find(id)?.live
  const shown = new Promise<void>((resolve) => live?.subscribe((event) => event === 'result' && resolve()))
  await replace(database, { _id: `head:${id}`, note })
  await replace(database, { ...signResult(result, keys.log) })
  await shown
}

async function replace(database: Database, document: Doc): Promise<void> {
  const stored = await database.read(document._id)
  await database.write({ ...document, ...(stored && { _rev: stored._rev }) })
}

function appendTo(tree: MerkleTree, ballots: readonly Ballot[]): Batch {
  const previous = { size: tree.size, root: toBase64url(tree.root()) }
  const hashes = sortLeaves(ballots.map(({ _id }) => _id.slice('ballot:'.length)))
  for (const leaf of hashes) tree.append(fromBase64url(leaf, 32))
  return { _id: batchId(tree.root()), previous, hashes }
}
