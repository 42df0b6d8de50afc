import { fromBase64url } from '#protocol/bytes'
import { ProtocolError } from '#protocol/errors'
import type { Batch } from '#protocol/log/batch'
import { batchId, continueBatch, parseBatch } from '#protocol/log/batch'
import { resultingRoot } from '#protocol/log/resulting-root'
import type { Database, StoredDoc } from '../../couch/couch.ts'
import type { JudgePorts } from './ballot-judge.ts'
import type { CheckedBallot, ElectionLog } from '../core/election-log.ts'
import { judgeAll } from './judge-page.ts'
import { LogFault } from '../log-fault.ts'
import type { Seal } from '../seal.ts'

export interface SealedLogPorts {
  readonly database: Pick<Database, 'read' | 'readMany' | 'revisions'>
  readonly judge: JudgePorts
  readonly breathe: () => Promise<void>
  /** A ballot that is checked and in memory already. */
  readonly find: (leafHash: string) => CheckedBallot | undefined
}

/**
 * Takes `log` forward to what `seal` says: back over the batches by `previous`, then forward through their ballots, one
 * batch in memory at a time. Every ballot is checked again, for the seal says only what some tallier committed.
 *
 * @throws {LogFault} when the sealed log cannot be read back, or does not begin with `log`.
 */
export async function extendToSeal(log: ElectionLog, seal: Seal, ports: SealedLogPorts): Promise<void> {
  for (const id of await batchesSince(log, seal, ports)) {
    const batch = await readBatch(id, (stored) => continuation(log, stored), ports)
    log.append(batch, await readBallots(batch, ports))
  }
  if (log.size !== seal.size || log.root !== seal.root)
    throw new LogFault('the batches do not lead to the seal')
}

/** Ids of the batches after the end of `log`, oldest first. */
async function batchesSince(log: ElectionLog, seal: Seal, ports: SealedLogPorts): Promise<string[]> {
  const ids: string[] = []
  let end: { readonly size: number; readonly root: string } = seal
  while (end.size > log.size) {
    const { size, root } = end
    const reaches = (batch: Batch): boolean => batch.previous.size + batch.hashes.length === size
    const { _id, previous } = await readBatch(
      `batch:${root}`,
      (stored) => (reaches(stored) ? stored : undefined),
      ports,
    )
    ids.push(_id)
    end = previous
  }
  if (end.size === log.size && end.root !== log.root) throw new LogFault('the seal is of another log')
  return ids.reverse()
}

/**
 * What of `batch` comes after the end of `log`, or undefined when it leads to another root than its id names. Another
 * tallier may have reached the same root by another split, so a batch may begin before the end of `log`.
 */
function continuation(log: ElectionLog, batch: Batch): Batch | undefined {
  const rest = unlessRefused(() => continueBatch(log.tree, batch))
  if (rest?.previous.size !== log.size || rest.previous.root !== log.root) return undefined
  const leaves = rest.hashes.map((hash) => fromBase64url(hash, 32))
  return batchId(resultingRoot(log.tree, leaves)) === rest._id ? rest : undefined
}

/**
 * Reads what `accept` makes of a stored batch. Something else may have been put in its place: then a revision that it
 * replaced is as good, for the root tells which is true.
 */
async function readBatch(
  id: string,
  accept: (batch: Batch) => Batch | undefined,
  { database }: SealedLogPorts,
): Promise<Batch> {
  const read = (stored: StoredDoc): Batch | undefined => {
    const batch = unlessRefused(() => parseBatch(stored))
    return batch?._id === id ? accept(batch) : undefined
  }
  const stored = await database.read(id)
  const batch = stored && read(stored)
  if (batch) return batch
  for (const revision of await database.revisions(id)) {
    const hidden = read(revision)
    if (hidden) return hidden
  }
  throw new LogFault(`a sealed batch is ${stored ? 'altered, or of another log' : 'missing'}`)
}

function unlessRefused<T>(check: () => T): T | undefined {
  try {
    return check()
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}

async function readBallots({ hashes }: Batch, ports: SealedLogPorts): Promise<CheckedBallot[]> {
  const unknown = hashes.filter((hash) => !ports.find(hash)).map((hash) => `ballot:${hash}`)
  const documents = await ports.database.readMany(unknown)
  const candidates = unknown.map((id, index) => ({ id, doc: documents[index] }))
  const read = new Map<string, CheckedBallot>()
  for (const verdict of await judgeAll(candidates, ports.judge, ports.breathe)) {
    if (verdict.kind === 'refused') throw new LogFault(`a sealed ballot is missing or bad: ${verdict.reason}`)
    read.set(verdict.leafHash, verdict)
  }
  return hashes.map((hash) => read.get(hash) ?? ports.find(hash) ?? missing('a sealed ballot'))
}

function missing(what: string): never {
  throw new LogFault(`${what} is missing`)
}
