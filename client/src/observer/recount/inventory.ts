import type { ElectionRecord, RecordRow } from './record.ts'

/** What a copy holds, by kind: ids alone, so that no more of it is in memory than its hashes. */
export interface Inventory {
  readonly papers: readonly string[]
  readonly batches: readonly string[]
  readonly ballots: Set<string>
  /** Documents that never change and have a second revision. */
  readonly changed: readonly RecordRow[]
}

/** The newest takes the place of the one before: nothing else of an election's documents may ever change. */
const MAY_CHANGE = ['head', 'result', 'issuance']

export async function takeInventory(record: ElectionRecord): Promise<Inventory> {
  const papers: string[] = []
  const batches: string[] = []
  const ballots = new Set<string>()
  const changed: RecordRow[] = []
  for await (const rows of record.rows())
    for (const row of rows) {
      const kind = kindOf(row.id)
      if (isChanged(row) && !MAY_CHANGE.includes(kind)) changed.push(row)
      if (row.deleted) continue
      if (kind === 'ballot') ballots.add(row.id)
      else if (kind === 'batch') batches.push(row.id)
      else papers.push(row.id)
    }
  return { papers: papers.sort(inPaperOrder), batches, ballots, changed }
}

export function kindOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf(':')))
}

function isChanged({ leaves, deleted }: RecordRow): boolean {
  return deleted || leaves.length > 1 || leaves.some((rev) => Number.parseInt(rev) > 1)
}

/** Amendments are numbered, and must be given in that order. */
function inPaperOrder(a: string, b: string): number {
  const numbers = [a, b].map((id) => Number(/^amendment:[^:]+:(\d+)$/.exec(id)?.[1] ?? 0))
  return (numbers[0] ?? 0) - (numbers[1] ?? 0)
}
