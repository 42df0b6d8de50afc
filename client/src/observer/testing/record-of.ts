import type { ElectionRecord, RecordRow } from '../recount/record.ts'

interface Doc {
  readonly _id: string
}

/**
 * A copy in memory. Several documents of one `_id` are its leaves, the last of them the winner; the same content twice is one.
 *
 * @param revs by id, in the place of a first revision.
 * @param deletions by id, a further leaf that is one.
 */
export function recordOf(
  documents: readonly Doc[],
  revs: Readonly<Record<string, string>> = {},
  deletions: Readonly<Record<string, string>> = {},
): ElectionRecord {
  const leaves = new Map<string, Doc[]>()
  for (const document of documents) {
    const others = (leaves.get(document._id) ?? []).filter(
      (other) => JSON.stringify(other) !== JSON.stringify(document),
    )
    leaves.set(document._id, [document, ...others])
  }
  const rows = [...leaves].map(([id, contents]): RecordRow => ({
    id,
    leaves: [...contents.map((_, index) => revs[id] ?? `1-${index}`), ...[deletions[id] ?? []].flat()],
    deleted: false,
  }))
  return {
    async *rows() {
      yield await Promise.resolve(rows)
    },
    read: (ids) => Promise.resolve(ids.map((id) => leaves.get(id) ?? [])),
  }
}
