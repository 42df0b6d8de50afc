import { CouchError } from './couch-error.ts'
import type { ChangesPage } from './documents.ts'
import type { Pacing } from './pacing.ts'

export interface FeedPosition {
  since: string
  /** True once the end was reached: wait there for the next change. */
  wait: boolean
}

export interface FollowOptions {
  since: string
  signal: AbortSignal
  pacing: Pacing
  onError?: (error: CouchError) => void
}

/**
 * Pages of the feed, for ever. The position moves only with a page that arrived whole, so that after any error the
 * rows behind the last page come again; and CouchDB may repeat rows by itself. The first page is handed out even
 * if it is empty: the follower learns that it has caught up.
 */
export async function* followFeed(
  fetchPage: (position: FeedPosition) => Promise<ChangesPage>,
  { since, signal, pacing, onError }: FollowOptions,
): AsyncGenerator<ChangesPage, void, undefined> {
  const position: FeedPosition = { since, wait: false }
  let failures = 0
  let first = true
  while (!signal.aborted) {
    const page = await fetchPage(position).catch((error: unknown) => {
      if (error instanceof CouchError) return error
      throw error
    })
    if (hasEnded(signal)) return
    if (page instanceof CouchError) {
      onError?.(page)
      await pacing.pause(++failures, signal)
      continue
    }
    failures = 0
    position.since = page.lastSeq
    position.wait = page.pending === 0 || page.rows.length === 0
    if (first || page.rows.length > 0) yield page
    first = false
  }
}

// A function, because the compiler takes `signal.aborted` for unchanged across an await.
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted
}
