import type { Manifest } from '#protocol/formats/manifest'
import { scheduleOf } from '#protocol/formats/amendment'
import { closeId } from '#protocol/formats/close'
import { resultId } from '#protocol/formats/result'
import { toBase64url } from '#protocol/bytes'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { readAmendments } from './reading/amendments.ts'
import type { ElectionLog } from './core/election-log.ts'
import type { Published, TallierState } from './core/tallier-state.ts'
import { LogFault } from './log-fault.ts'
import type { TallierPorts } from './ports.ts'
import { headId, readClose, readHead, readResult } from './publisher.ts'
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
  const published = await readPublished(ports, manifest)
  const seal = await readSeal(seals, election.id)
  if (seal) await extendToSeal(log, seal, sealed)
  checkNotBehind(log, published.head)
  return {
    rules: {
      election: election.id,
      manifestHash: election.manifestHash,
      publish: manifest.publish,
      longestWriteMs: ports.longestWriteMs,
    },
    schedule,
    log,
    seal,
    waiting,
    position: seal?.since ?? '0',
    published: published.state,
    lastCut: ports.clock().getTime(),
    cut: 0,
    commit: undefined,
    lostSwaps: 0,
    busy: false,
    refused: undefined,
    stopping: false,
    over: false,
  }
}

/** After the close nothing is published any more. */
export async function isOver({ database, election }: TallierPorts): Promise<boolean> {
  return readClose(await database.read(closeId(election.id)), election.manifest.body) !== undefined
}

interface PublishedBefore {
  readonly head: Checkpoint | undefined
  readonly state: Published
}

async function readPublished({ database }: TallierPorts, manifest: Manifest): Promise<PublishedBefore> {
  const { election } = manifest
  const head = readHead(await database.read(headId(election)), manifest)
  const result = readResult(await database.read(resultId(election)), manifest)
  const tiles = head?.size ?? 0
  const size = Math.min(tiles, result?.size ?? 0)
  return { head, state: { tiles, size, amendments: head && result?.amendments } }
}

/** Nothing is ever signed from `head`; but a head that the seal does not lead to means that the seal is an old copy. */
function checkNotBehind(log: ElectionLog, head: Checkpoint | undefined): void {
  if (!head) return
  const extends_ = head.size <= log.size && toBase64url(log.tree.root(head.size)) === toBase64url(head.root)
  if (!extends_) throw new LogFault('a checkpoint is published that the seal does not lead to')
}
