import type { Database } from './store/database.ts'
import type { RangeRow } from './store/document-store.ts'

export interface DocumentRange {
  lower?: string
  upper?: string
  descending: boolean
  includeDocs: boolean
}

/** So many rows are read at once: writes wait for no more than that. */
export const PAGE = 500

/**
 * The documents of a range, page by page. Each page is consistent in itself; between two of them documents come and
 * go, but one that is there all the time is not missed.
 */
export async function* documentPages(
  database: Database,
  range: DocumentRange,
): AsyncGenerator<RangeRow[], void, undefined> {
  let from: string | undefined
  for (;;) {
    const next = from === undefined ? {} : range.descending ? { upper: from } : { lower: from }
    const rows = await database.read((store) => store.range({ ...range, ...next, limit: PAGE + 1 }))
    // The page starts with the last row of the one before, unless that was deleted meanwhile.
    const fresh = rows[0]?.id === from ? rows.slice(1) : rows
    if (fresh.length > 0) yield fresh
    if (rows.length <= PAGE) return
    from = fresh.at(-1)?.id
  }
}
