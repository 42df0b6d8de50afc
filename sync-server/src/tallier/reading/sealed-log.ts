import { ProtocolError } from '#protocol/errors'
import type { Batch } from '#protocol/log/batch'
import { continueBatch, parseBatch } from '#protocol/log/batch'
import type { Database } from '../../couch/couch.ts'
import type { JudgePorts } from './ballot-judge.ts'
import type { CheckedBallot, ElectionLog } from '../core/election-log.ts'
import { judgeAll } from './judge-page.ts'
import { LogFault } from '../log-fault.ts'
import type { Seal } from '../seal.ts'

export interface SealedLogPorts {
  readonly database: Pick<Database, 'read' | 'readMany'>
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
    const batch = afterEnd(log, await readBatch(id, ports))
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
    const id = `batch:${end.root}`
    ids.push(id)
    const { previous } = await readBatch(id, ports)
    if (previous.size >= end.size) throw new LogFault('the batches lead nowhere')
    end = previous
  }
  if (end.size === log.size && end.root !== log.root) throw new LogFault('the seal is of another log')
  return ids.reverse()
}

/** Another tallier may have reached the same root by another split, so a batch may begin before the end of `log`. */
function afterEnd(log: ElectionLog, batch: Batch): Batch {
  try {
    return continueBatch(log.tree, batch)
  } catch (error) {
    if (error instanceof ProtocolError) throw new LogFault(`the seal is of another log: ${error.detail}`)
    throw error
  }
}

async function readBatch(id: string, { database }: SealedLogPorts): Promise<Batch> {
  const stored = (await database.read(id)) ?? missing('a sealed batch')
  try {
    return parseBatch(stored)
  } catch (error) {
    if (error instanceof ProtocolError) throw new LogFault(`a sealed batch is malformed: ${error.detail}`)
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
