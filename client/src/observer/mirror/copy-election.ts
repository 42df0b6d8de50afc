import type { Progress } from '../observer.ts'
import { isStorageFull } from './full-storage.ts'
import type { Copy } from './pouch.ts'
import { openMirror, replicate } from './pouch.ts'

/** About a tenth of a megabyte: what is lost of a copy that is interrupted. */
const DOCUMENTS_AT_ONCE = 100

/** Why a copy ends early; what is there stays, and the next one goes on from it. */
export class CopyFailed extends Error {
  override readonly name = 'CopyFailed'
  readonly reason: 'unreachable' | 'missing' | 'storage'

  constructor(reason: CopyFailed['reason'], cause: unknown) {
    super(reason, { cause })
    this.reason = reason
  }
}

/**
 * Copies what the copy has not got yet, from where the last attempt broke off: PouchDB keeps in the copy how far it is, and
 * the mirror, which is read only, is asked to keep nothing.
 *
 * @throws {CopyFailed}
 */
export async function copyElection(
  copy: Copy,
  url: string,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const mirror = openMirror(url)
  try {
    const of = ballotsIn((await mirror.info()).update_seq)
    const options = { checkpoint: 'target', batch_size: DOCUMENTS_AT_ONCE, batches_limit: 2 }
    await replicate(mirror, copy, options).on('change', ({ last_seq }) =>
      onProgress({ done: ballotsIn(last_seq), of: Math.max(of, ballotsIn(last_seq)) }),
    )
  } catch (error) {
    throw new CopyFailed(reasonOf(error), error)
  }
}

/** A mirror's sequence begins with the number of ballots up to there. */
function ballotsIn(sequence: number | string): number {
  const count = Number.parseInt(String(sequence))
  return Number.isSafeInteger(count) ? count : 0
}

function reasonOf(error: unknown): CopyFailed['reason'] {
  if ((error as { readonly status?: unknown }).status === 404) return 'missing'
  return isStorageFull(error) ? 'storage' : 'unreachable'
}
