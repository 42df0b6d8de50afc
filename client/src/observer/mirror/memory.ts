import type { Contradiction } from '../observer.ts'
import type { Copy } from './pouch.ts'

/** What an observer keeps beside its copy. Local documents are never replicated. */
export interface Memory {
  /** How many documents the copy had written when it was whole the last time; undefined while it never was. */
  readonly wholeAt?: number | string
  /** The note of the last checkpoint that was found good. */
  readonly note?: string
  readonly contradiction?: Contradiction
}

const ID = '_local/observer'

type MemoryDocument = Memory & { readonly _id: string; readonly _rev: string }

/** @returns undefined while nothing was copied. */
export async function readMemory(copy: Copy): Promise<Memory | undefined> {
  try {
    return await copy.get<MemoryDocument>(ID)
  } catch (error) {
    if ((error as { readonly status?: unknown }).status === 404) return undefined
    throw error
  }
}

export async function keepMemory(copy: Copy, memory: Memory): Promise<void> {
  const known = (await readMemory(copy)) as MemoryDocument | undefined
  await copy.put({ ...memory, _id: ID, ...(known && { _rev: known._rev }) })
}
