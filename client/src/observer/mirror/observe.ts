import type { Contradiction, ObservationState, Progress } from '../observer.ts'
import { contradicts } from '../recount/continuity.ts'
import type { Judges, JudgeSettings } from '../recount/judges.ts'
import type { Recount } from '../recount/recount.ts'
import { recount } from '../recount/recount.ts'
import { CopiedRecord } from './copied-record.ts'
import { copyElection, CopyFailed } from './copy-election.ts'
import type { Memory } from './memory.ts'
import { keepMemory, readMemory } from './memory.ts'
import { openCopy } from './pouch.ts'

export interface ObserveOptions {
  readonly election: string
  readonly manifestHash: string | undefined
  /** Of the mirror. */
  readonly url: string
  readonly openJudges: (settings: JudgeSettings) => Judges
  readonly tell: (state: ObservationState) => void
}

const NOTHING: Progress = { done: 0, of: 0 }

/** What this device has already: an observer who has begun goes on by itself. */
export async function hasBegun(election: string): Promise<boolean> {
  const copy = openCopy(election)
  try {
    return (await readMemory(copy)) !== undefined
  } finally {
    await copy.close()
  }
}

/**
 * Copies what is new and recounts the whole. Without a network, or from a server that no longer shows the election, it recounts
 * what an earlier visit copied.
 */
export async function observe(options: ObserveOptions): Promise<void> {
  const copy = openCopy(options.election)
  try {
    const memory = (await readMemory(copy)) ?? {}
    await keepMemory(copy, memory)
    const failure = await bringUpToDate(options, copy)
    const { update_seq: written } = await copy.info()
    // With a part of what came since, it is no election that was ever shown: it would be refuted without cause.
    const outdated = failure?.reason
    if (outdated === 'storage' || (outdated && memory.wholeAt !== written)) return
    const whole = { ...memory, wholeAt: written }
    await keepMemory(copy, whole)
    const counted = await recount(new CopiedRecord(copy), {
      ...options,
      keptNote: whole.note,
      onProgress: (done, of) => options.tell({ kind: 'recounting', progress: { done, of } }),
    })
    const remembered = remember(whole, counted)
    await keepMemory(copy, remembered)
    const { contradiction } = remembered
    options.tell({ kind: 'finished', finding: { recount: counted, outdated, contradiction } })
  } finally {
    await copy.close()
  }
}

export async function forget({ election, tell }: ObserveOptions): Promise<void> {
  await openCopy(election).destroy()
  tell({ kind: 'ready' })
}

async function bringUpToDate(
  { url, tell }: ObserveOptions,
  copy: ReturnType<typeof openCopy>,
): Promise<CopyFailed | undefined> {
  let progress = NOTHING
  const onProgress = (made: Progress): void => tell({ kind: 'copying', progress: (progress = made) })
  try {
    onProgress(NOTHING)
    await copyElection(copy, url, onProgress)
    return undefined
  } catch (error) {
    if (!(error instanceof CopyFailed)) throw error
    tell({ kind: 'stopped', reason: error.reason, progress })
    return error
  }
}

/** The latest checkpoint is kept, unless it contradicts the one before: then both are, for ever. */
function remember(memory: Memory, counted: Recount): Memory {
  if (counted.kind !== 'judged') return memory
  const { continuity, latest } = counted
  const later = latest?.note
  if (memory.note !== undefined && contradicts(continuity)) {
    const contradiction: Contradiction = { kind: continuity, earlier: memory.note, later }
    return { ...memory, contradiction: memory.contradiction ?? contradiction }
  }
  return later === undefined ? memory : { ...withoutShrinking(memory), note: later }
}

/** What was lost may come back, with a server that was behind: then the record is whole again. */
function withoutShrinking(memory: Memory): Memory {
  const { contradiction, ...rest } = memory
  return contradiction && contradiction.kind !== 'shrunk' ? memory : rest
}
