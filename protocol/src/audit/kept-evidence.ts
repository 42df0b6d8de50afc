import { toBase64url } from '../bytes.ts'
import { formatTime } from '../decode.ts'
import type { Evidence } from '../formats/evidence.ts'
import type { Receipt } from '../formats/receipt.ts'
import type { AuditedLog } from './audited-log.ts'
import { compareState } from './compare.ts'
import type { Fault } from './fault.ts'

interface Kept extends Evidence {
  readonly name: string
  readonly now: string
}

/** Holds a log to what voters kept of it: checkpoints must be beginnings of it, and what was promised must be in it. */
export class KeptEvidence {
  readonly #kept: Kept[] = []
  readonly #absent = new Set<string>()

  /** @param name of a file, for whoever reads of a fault. @param now decides which promises are due. */
  add(name: string, evidence: Evidence, now: Date): void {
    this.#kept.push({ ...evidence, name, now: formatTime(now) })
    for (const { body } of evidence.receipts) this.#absent.add(body.leafHash)
  }

  /** Of the logs that somebody kept a checkpoint of. */
  get sizes(): number[] {
    return this.#kept.flatMap(({ checkpoints }) => checkpoints.map(({ size }) => size))
  }

  get receipts(): number {
    return this.#kept.reduce((sum, { receipts }) => sum + receipts.length, 0)
  }

  /** @param leafHashes of ballots that the log has, base64url. */
  found(leafHashes: readonly string[]): void {
    if (this.#absent.size > 0) for (const leafHash of leafHashes) this.#absent.delete(leafHash)
  }

  /** @param isClosed so that no promise can be kept any more. */
  faults(log: AuditedLog, isClosed: boolean): Fault[] {
    return this.#kept.flatMap(({ name, now, checkpoints, receipts }) => [
      ...checkpoints.flatMap(({ size, root }) => compareState(name, { size, root: toBase64url(root) }, log)),
      ...receipts.flatMap((receipt) => this.#promise(name, receipt, isClosed || receipt.body.appendBy < now)),
    ])
  }

  #promise(name: string, { body: { leafHash, gateway, appendBy } }: Receipt, isDue: boolean): Fault[] {
    if (!isDue || !this.#absent.has(leafHash)) return []
    const detail =
      `${gateway} promised that ballot:${leafHash}, or another of the same key and sequence, would be in the log by ` +
      `${appendBy}, and the log has not that ballot`
    return [{ document: name, code: 'missing', detail }]
  }
}
