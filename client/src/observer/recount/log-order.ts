import type { ElectionRecord } from './record.ts'

/** Batches are read so many at a time; they are hashes only. */
export const BATCHES_AT_ONCE = 100

/** What a batch says of its place; anybody may have written it. */
export interface Span {
  readonly id: string
  readonly start: number
  /** The root before it, base64url. */
  readonly root: string
  readonly end: number
}

/**
 * The batches that lead to the checkpoint, in the order of the log. Where they do not, all of them by where they say that
 * they end: the audit then says what is wrong.
 *
 * @param root of the checkpoint, base64url; undefined while there is none.
 */
export async function orderBatches(
  ids: readonly string[],
  record: ElectionRecord,
  root: string | undefined,
): Promise<readonly string[]> {
  const spans = new Map<string, Span>()
  for (const block of blocksOf(ids, BATCHES_AT_ONCE))
    for (const [index, [batch]] of (await record.read(block)).entries()) {
      const span = readSpan(block[index] ?? '', batch)
      spans.set(span.id, span)
    }
  const byEnd = [...spans.values()].sort((a, b) => a.end - b.end)
  const chain = root === undefined ? undefined : chainTo(spans.get(`batch:${root}`), spans, byEnd)
  return (chain ?? byEnd).map(({ id }) => id)
}

/** @returns undefined where a batch is missing, or does not begin before it ends. */
function chainTo(
  last: Span | undefined,
  spans: ReadonlyMap<string, Span>,
  byEnd: readonly Span[],
): Span[] | undefined {
  const chain: Span[] = []
  for (let span = last; span && span.start < span.end; span = before(span, spans, byEnd)) {
    chain.push(span)
    if (span.start === 0) return chain.reverse()
  }
  return undefined
}

/**
 * Two talliers can reach one root by different splits. Whose batch is stored under it may begin where no batch ends that is
 * in the record; then the one before it overlaps with it.
 */
function before(
  { start, root, end }: Span,
  spans: ReadonlyMap<string, Span>,
  byEnd: readonly Span[],
): Span | undefined {
  const direct = spans.get(`batch:${root}`)
  if (direct && direct.end === start) return direct
  return byEnd.findLast((other) => other.end < end && other.end > start)
}

export function readSpan(id: string, batch: unknown): Span {
  const { previous, hashes } = (batch ?? {}) as Partial<Record<'previous' | 'hashes', unknown>>
  const { size, root } = (previous ?? {}) as Partial<Record<'size' | 'root', unknown>>
  const start = typeof size === 'number' ? size : 0
  const count = Array.isArray(hashes) ? hashes.length : 0
  return { id, start, root: typeof root === 'string' ? root : '', end: start + count }
}

export function blocksOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size))
}
