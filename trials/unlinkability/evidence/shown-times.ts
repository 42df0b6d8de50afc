import type { ChangeRow } from './databases.ts'
import type { Evidence } from './evidence.ts'

/**
 * When each ballot was first counted in the metrics, which show how far the log is at any time, and the batches which
 * ballots it has until there.
 *
 * @param rows of the election's database.
 * @returns by ballot id, milliseconds since 1970.
 */
export function shownTimes(
  rows: readonly ChangeRow[],
  metrics: Evidence['metrics'],
  election: string,
): ReadonlyMap<string, number> {
  const batches = rows.filter(({ id }) => id.startsWith('batch:'))
  const hashes = batches.flatMap(({ doc }) => doc['hashes'] as string | readonly string[])
  const size = new RegExp(`^urna_log_size\\{election="${election}"\\} (\\d+)$`, 'm')
  const times = new Map<string, number>()
  for (const { at, text } of metrics)
    for (const hash of hashes.slice(times.size, Number(size.exec(text)?.[1] ?? 0)))
      times.set(`ballot:${hash}`, at)
  return times
}
