import type { Fault } from '#protocol/audit/fault'
import type { ElectionRecord, RecordRow } from './record.ts'

/** What the second revisions of documents mean that must not have any. */
export interface RevisionFindings {
  readonly faults: readonly Fault[]
  /**
   * Written again with the content that they had: a gateway does that where it does not know whether the first write was
   * durable, and a tallier that puts back what somebody altered. Nobody can tell the one from the other afterwards.
   */
  readonly repeated: readonly string[]
}

/** Content decides, and never a number: a leaf with another content, or a deletion, is nobody's honest work. */
export async function judgeRevisions(
  changed: readonly RecordRow[],
  record: ElectionRecord,
): Promise<RevisionFindings> {
  const faults: Fault[] = []
  const repeated: string[] = []
  for (const row of changed) {
    const detail = whatIsWrong(row, (await record.read([row.id]))[0] ?? [])
    if (detail) faults.push({ document: row.id, code: 'rewritten', detail })
    else repeated.push(row.id)
  }
  return { faults, repeated }
}

function whatIsWrong({ leaves, deleted }: RecordRow, contents: readonly unknown[]): string | undefined {
  if (deleted) return 'it was deleted'
  if (contents.length < leaves.length) return 'one of its revisions was deleted'
  return distinct(contents).length > 1 ? 'it has two contents beside each other' : undefined
}

/** One of each content, the revision apart. */
export function distinct(contents: readonly unknown[]): unknown[] {
  return [...new Map(contents.map((content) => [contentOf(content), content])).values()]
}

/** The same text for the same content, in whatever order a database gives its members back. */
function contentOf(document: unknown): string {
  const { _rev, ...content } = document as { readonly _rev?: unknown }
  return JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
