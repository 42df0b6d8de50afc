import type { Manifest } from '#protocol/formats/manifest'
import { scheduleOf } from '#protocol/formats/amendment'
import { closeId } from '#protocol/formats/close'
import { headId } from '#protocol/log/head'
import { resultId } from '#protocol/formats/result'
import { toBase64url } from '#protocol/bytes'
import type { Database } from '../couch/couch.ts'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { readAmendments } from '../elections/read-amendments.ts'
import type { ElectionLog } from './core/election-log.ts'
import type { Published, TallierState } from './core/tallier-state.ts'
import { LogFault } from './log-fault.ts'
import type { TallierPorts } from './ports.ts'
import { readClose, readHead, readResult } from './publisher.ts'
import type { Reading } from './reading/prepare-reading.ts'
import { readSeal } from './seal.ts'
import { extendToSeal } from './reading/sealed-log.ts'

/**
 * The state of a tallier that begins: the log as it is sealed, and what of it is already public.
 *
 * @throws {LogFault} when the sealed log cannot be read, or a checkpoint is signed that it does not begin with.
 */
export async function loadState(
  ports: TallierPorts,
  { log, waiting, sealed }: Reading,
): Promise<TallierState> {
  const { election, database, seals } = ports
  const manifest = election.manifest.body
  const schedule = await readAmendments(database, manifest, scheduleOf(manifest))
  // Before the seal: another tallier may commit and publish meanwhile, and then the head would seem ahead of it.
  const published = await readPublished(database, manifest)
  const seal = await readSeal(seals, election.id)
  if (seal) await extendToSeal(log, seal, sealed)
  checkNotBehind(log, published.heads)
  return {
    rules: {
      election: election.id,
      manifestHash: election.manifestHash,
      publish: manifest.publish,
      longestWriteMs: ports.longestWriteMs,
    },
    schedule,
    amendedAt: schedule.amendments > 0 ? ports.clock().getTime() : undefined,
    log,
    seal,
    waiting,
    position: seal?.since ?? '0',
    published: published.state,
    displaced: false,
    lastCut: ports.clock().getTime(),
    cut: [],
    commit: undefined,
    lostSwaps: 0,
    busy: false,
    refused: undefined,
    stopping: false,
    over: false,
  }
}

/** After the close nothing is published any more, unless the head or the result is not there as it was published. */
export async function isOver({ database, election }: TallierPorts): Promise<boolean> {
  const manifest = election.manifest.body
  const close = readClose(await database.read(closeId(election.id)), manifest)
  if (!close) return false
  const { state } = await readPublished(database, manifest)
  return state.size === close.body.size && state.amendments === close.body.amendments
}

interface PublishedBefore {
  /** Every head that the database can still read: the one that is shown may be an older one, put there by somebody. */
  readonly heads: readonly Checkpoint[]
  readonly state: Published
}

async function readPublished(database: Database, manifest: Manifest): Promise<PublishedBefore> {
  const { election } = manifest
  const heads = (await database.revisions(headId(election))).flatMap(
    (stored) => readHead(stored, manifest) ?? [],
  )
  const head = readHead(await database.read(headId(election)), manifest)
  const result = readResult(await database.read(resultId(election)), manifest)
  const tiles = head?.size ?? 0
  const size = Math.min(tiles, result?.size ?? 0)
  return { heads, state: { tiles, size, amendments: head && result?.amendments } }
}

/** Nothing is ever signed from `head`; but a head that the seal does not lead to means that the seal is an old copy. */
function checkNotBehind(log: ElectionLog, heads: readonly Checkpoint[]): void {
  for (const { size, root } of heads) {
    const extends_ = size <= log.size && toBase64url(log.tree.root(size)) === toBase64url(root)
    if (!extends_) throw new LogFault('a checkpoint is published that the seal does not lead to')
  }
}
