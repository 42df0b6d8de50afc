import type { Database } from './store/database.ts'
import type { ChangeRow } from './store/document-store.ts'
import { PAGE } from './ranges.ts'

/** The changes feed of a database, apart from how it is written down. */

export interface FeedQuery {
  since: number
  limit: number
  descending: boolean
  conflicts: boolean
  docIds?: string[]
  /** False for rows that a filter keeps back. */
  accepts: (row: ChangeRow) => boolean
}

export interface FeedPage {
  rows: ChangeRow[]
  lastSeq: number
  pending: number
  /** Nothing is left to read for now. */
  atEnd: boolean
}

/** How a feed goes on at its end: wait for a write (true), or finish (false). */
export type AtEnd = (page: FeedPage, version: number) => Promise<boolean>

async function readPage(database: Database, query: FeedQuery, limit: number): Promise<FeedPage> {
  // A descending feed is not continued: it comes in one piece.
  const wanted = query.descending ? limit : Math.min(limit, PAGE)
  return database.read(async (store) => {
    const { updateSeq } = await store.summary()
    const read = await store.changes({ ...query, limit: Math.min(wanted, Number.MAX_SAFE_INTEGER) })
    const atEnd = query.descending || read.length < wanted
    const lastSeq = atEnd && wanted > 0 ? updateSeq : (read.at(-1)?.seq ?? query.since)
    // Counts sequences: at least the rows to come, more where documents were replaced, and 0 only at the end.
    return { rows: read.filter(query.accepts), lastSeq, pending: updateSeq - lastSeq, atEnd }
  })
}

/** Pages from `since` on. At the end `atEnd` decides; after a limit the feed finishes by itself. */
export async function* feedPages(
  database: Database,
  query: FeedQuery,
  atEnd: AtEnd,
): AsyncGenerator<FeedPage, void, undefined> {
  let since = query.since
  let left = query.limit
  for (;;) {
    // Before reading: a write that the page does not show has a later version.
    const version = database.version
    const page = await readPage(database, { ...query, since }, left)
    yield page
    since = page.lastSeq
    left -= page.rows.length
    if (left <= 0) return
    if (page.atEnd && !(await atEnd(page, version))) return
  }
}
