import { trustedScript } from '../app/trusted-script.ts'
import type { Task } from './mirror/observer-worker.ts'
import address from './mirror/observer-worker.ts?worker&url'
import type { Observation, ObservationState, Observer } from './observer.ts'

/** The observer whose work is done in a worker, so that the page stays free. */
export function workerObserver(): Observer {
  return { open: (election, manifestHash) => new WorkerObservation(election, manifestHash) }
}

class WorkerObservation implements Observation {
  readonly #election: string
  readonly #manifestHash: string | undefined
  readonly #listeners = new Set<(state: ObservationState) => void>()
  #state: ObservationState = { kind: 'opening' }
  #worker: Worker | undefined

  constructor(election: string, manifestHash: string | undefined) {
    this.#election = election
    this.#manifestHash = manifestHash
  }

  get value(): ObservationState {
    return this.#state
  }

  subscribe(listener: (state: ObservationState) => void): () => void {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) this.#ask('look')
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  check(): void {
    this.#show({ kind: 'opening' })
    this.#ask('check')
  }

  forget(): void {
    this.#show({ kind: 'opening' })
    this.#ask('forget')
  }

  /** Whatever it was doing is over: a copy can be interrupted at any moment. */
  #stop(): void {
    this.#worker?.terminate()
    this.#worker = undefined
  }

  #ask(task: Task['task']): void {
    this.#stop()
    const worker = new Worker(trustedScript(address), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<ObservationState>) => this.#show(data))
    worker.addEventListener('error', () =>
      this.#show({ kind: 'stopped', reason: 'unexpected', progress: { done: 0, of: 0 } }),
    )
    const order: Task = { task, election: this.#election, manifestHash: this.#manifestHash }
    worker.postMessage(order)
    this.#worker = worker
  }

  #show(state: ObservationState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}
