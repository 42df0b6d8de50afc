import { Client } from 'undici'

/** What another phone's feed showed: the size of the log, and when. */
export interface Sight {
  readonly size: number
  /** In milliseconds of `performance.now()`. */
  readonly at: number
}

/** Follows the feed of an election as a phone does, until its log has `size` ballots. */
export async function watchFeed(origin: string, election: string, size: number): Promise<readonly Sight[]> {
  const client = new Client(origin)
  const sights: Sight[] = []
  let since = '0'
  while ((sights.at(-1)?.size ?? 0) < size) {
    const query = `feed=longpoll&include_docs=true&heartbeat=60000&since=${encodeURIComponent(since)}`
    const answer = await client.request({ method: 'GET', path: `/sync/${election}/_changes?${query}` })
    const feed = (await answer.body.json()) as Feed
    since = feed.last_seq
    const head = feed.results.find(({ id }) => id === `head:${election}`)
    if (head) sights.push({ size: Number(head.doc.note?.split('\n')[1]), at: performance.now() })
  }
  await client.close()
  return sights
}

interface Feed {
  readonly last_seq: string
  readonly results: readonly { readonly id: string; readonly doc: { readonly note?: string } }[]
}

/**
 * From acknowledgement to sight. Which ballot a size contains is not known, and on purpose: the n-th that was acknowledged
 * is taken to be shown when the log has n.
 *
 * @returns milliseconds, shortest first; one that was seen before the acknowledgement arrived counts as 0.
 */
export function delaysBetween(acceptedAt: readonly number[], sights: readonly Sight[]): readonly number[] {
  let next = 0
  const delays = acceptedAt.map((at, index) => {
    while ((sights[next]?.size ?? Infinity) <= index) next++
    return Math.max(0, (sights[next]?.at ?? NaN) - at)
  })
  return delays.sort((a, b) => a - b)
}

/** @param share from 0 to 1. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}
