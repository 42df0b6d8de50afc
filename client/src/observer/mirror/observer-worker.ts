/// <reference lib="webworker" />
import type { ObservationState } from '../observer.ts'
import { openJudgeWorkers } from '../recount/judge-workers.ts'
import { isStorageFull } from './full-storage.ts'
import type { ObserveOptions } from './observe.ts'
import { forget, hasBegun, observe } from './observe.ts'

declare const self: DedicatedWorkerGlobalScope

/** What the page asks of its worker. */
export interface Task {
  readonly task: 'look' | 'check' | 'forget'
  readonly election: string
  readonly manifestHash: string | undefined
}

const MOST_JUDGES = 8
/** A page shows no more in a second. */
const TELL_EVERY_MS = 100

let told = 0

self.addEventListener('message', ({ data }: MessageEvent<Task>) => {
  // Two tabs would copy into one place, and each recount what the other is changing.
  void navigator.locks.request(`urna-observer-${data.election}`, () => run(data).catch(failed))
})

async function run({ task, election, manifestHash }: Task): Promise<void> {
  const options: ObserveOptions = {
    election,
    manifestHash,
    url: `${self.location.origin}/mirror/${election}`,
    openJudges: (settings) =>
      openJudgeWorkers(settings, Math.min(MOST_JUDGES, navigator.hardwareConcurrency)),
    tell,
  }
  if (task === 'forget') return forget(options)
  if (task === 'look' && !(await hasBegun(election))) tell({ kind: 'ready' })
  else await observe(options)
}

function failed(error: unknown): void {
  console.error(error)
  const reason = isStorageFull(error) ? 'storage' : 'unexpected'
  tell({ kind: 'stopped', reason, progress: { done: 0, of: 0 } })
}

function tell(state: ObservationState): void {
  const now = performance.now()
  const isProgress = state.kind === 'copying' || state.kind === 'recounting'
  if (isProgress && state.progress.done > 0 && now - told < TELL_EVERY_MS) return
  told = now
  self.postMessage(state)
}
