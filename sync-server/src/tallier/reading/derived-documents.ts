import { ProtocolError } from '#protocol/errors'
import type { Manifest } from '#protocol/formats/manifest'
import { resultId } from '#protocol/formats/result'
import { parseBatch } from '#protocol/log/batch'
import { headId } from '#protocol/log/head'
import { fullTile, tileId } from '#protocol/log/tile'
import type { ChangeRow, Doc, StoredDoc } from '../../couch/couch.ts'
import type { ElectionLog } from '../core/election-log.ts'
import { readHead, readResult } from '../publisher.ts'
import type { PutBack } from './put-back.ts'

export interface DerivedPorts {
  readonly log: ElectionLog
  readonly manifest: Manifest
  readonly putBack: PutBack
}

/** Puts back the batches and tiles of the log that `rows` show altered or deleted. @throws {Unacknowledged} */
export async function restoreDerived(rows: readonly ChangeRow[], ports: DerivedPorts): Promise<void> {
  for (const { id, deleted, doc } of rows) {
    const current = deleted ? undefined : doc
    const wanted = id.startsWith('batch:') ? wantedBatch(id, current, ports) : wantedTile(id, current, ports)
    if (wanted) await ports.putBack(wanted, current)
  }
}

/**
 * Whether `rows` show that the head or the result is no more what was published, `size` leaves: deleted, not signed by the
 * log, or an older one of ours.
 */
export function isDisplaced(rows: readonly ChangeRow[], size: number, manifest: Manifest): boolean {
  return rows.some(({ id, deleted, doc }) => {
    const current = deleted ? undefined : doc
    if (id === headId(manifest.election)) return (readHead(current, manifest)?.size ?? -1) < size
    if (id === resultId(manifest.election)) return (readResult(current, manifest)?.size ?? -1) < size
    return false
  })
}

function wantedBatch(id: string, current: StoredDoc | undefined, { log }: DerivedPorts): Doc | undefined {
  const batch = log.batch(id)
  return batch && !isTrueBatch(current, log) ? { ...batch } : undefined
}

function isTrueBatch(current: StoredDoc | undefined, log: ElectionLog): boolean {
  try {
    return log.leadsThrough(parseBatch(current))
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}

function wantedTile(id: string, current: StoredDoc | undefined, ports: DerivedPorts): Doc | undefined {
  const { log, manifest } = ports
  const [, level, index] = /^tile:[^:]+:(\d{1,2}):(\d{1,15})$/.exec(id) ?? []
  if (level === undefined || id !== tileId(manifest.election, Number(level), Number(index))) return undefined
  const tile = fullTile(log.tree, manifest.election, Number(level), Number(index))
  return tile && current?.['hashes'] !== tile.hashes ? { ...tile } : undefined
}
