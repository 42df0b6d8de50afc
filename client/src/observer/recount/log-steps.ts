import { BATCHES_AT_ONCE, blocksOf, readSpan } from './log-order.ts'
import type { ElectionRecord } from './record.ts'

/** What an audit is given of the log, one after another. */
export type LogStep =
  { readonly kind: 'batch'; readonly document: unknown } | { readonly kind: 'ballot'; readonly id: string }

/** Each batch with the ballots that it names. @param ids in the order of the log. */
export async function* logSteps(ids: readonly string[], record: ElectionRecord): AsyncGenerator<LogStep> {
  let reached: Reached | undefined
  for (const block of blocksOf(ids, BATCHES_AT_ONCE))
    for (const [index, [stored]] of (await record.read(block)).entries()) {
      const id = block[index] ?? ''
      const document = continueFrom(reached, id, stored)
      yield { kind: 'batch', document }
      for (const ballot of ballotsOf(document)) yield { kind: 'ballot', id: ballot }
      reached = { size: readSpan(id, stored).end, root: id.slice('batch:'.length) }
    }
}

interface Reached {
  readonly size: number
  /** base64url. */
  readonly root: string
}

/**
 * What of a batch comes after the end of the one before, if they overlap. The audit computes the root that it leads to, so
 * a batch that differs in what both have is refused there.
 */
function continueFrom(reached: Reached | undefined, id: string, batch: unknown): unknown {
  const { start, end } = readSpan(id, batch)
  if (!reached || start >= reached.size || end <= reached.size) return batch
  const { hashes } = batch as { readonly hashes: readonly unknown[] }
  return { _id: id, previous: reached, hashes: hashes.slice(reached.size - start) }
}

function ballotsOf(batch: unknown): string[] {
  const { hashes } = (batch ?? {}) as { readonly hashes?: unknown }
  if (!Array.isArray(hashes)) return []
  return hashes.filter((hash) => typeof hash === 'string').map((hash) => `ballot:${hash}`)
}
