import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { BlindedRequest } from '#protocol/formats/blinding'
import type { Manifest } from '#protocol/formats/manifest'

interface BlindTask {
  readonly kind: 'blind'
  readonly request: { readonly registrar: string; readonly group: string; readonly key: string }
}
interface FinalizeTask {
  readonly kind: 'finalize'
  readonly request: BlindTask['request'] & { readonly inverse: string; readonly blindSignature: string }
}
export type CipherTask = (BlindTask | FinalizeTask) & { readonly id: number }
export type CipherAnswer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string }

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** As many threads as there are cores do the phones' slow cryptography; each takes one task at a time. */
export class CipherPool {
  readonly #workers: readonly Worker[]
  readonly #idle: Worker[]
  readonly #queue: CipherTask[] = []
  readonly #waiting = new Map<number, Waiting>()
  #tasks = 0

  constructor(manifest: Manifest, manifestHash: string) {
    const options = { workerData: { manifest, manifestHash } }
    const url = new URL('./cipher-worker.mjs', import.meta.url)
    this.#workers = Array.from({ length: availableParallelism() }, () => new Worker(url, options))
    this.#idle = [...this.#workers]
    for (const worker of this.#workers) {
      worker.on('message', (answer: CipherAnswer) => {
        this.#settle(answer)
        this.#idle.push(worker)
        this.#feed()
      })
      worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))))
    }
  }

  async blind(request: BlindTask['request']): Promise<BlindedRequest> {
    return (await this.#run({ kind: 'blind', request })) as BlindedRequest
  }

  /** @returns the registrar's signature, base64url. */
  async finalize(request: FinalizeTask['request']): Promise<string> {
    return (await this.#run({ kind: 'finalize', request })) as string
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  #run(task: BlindTask | FinalizeTask): Promise<unknown> {
    const id = this.#tasks++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      // A phone that is half through goes before one that begins: it holds a connection's turn.
      if (task.kind === 'finalize') this.#queue.unshift({ ...task, id })
      else this.#queue.push({ ...task, id })
      this.#feed()
    })
  }

  #feed(): void {
    while (this.#idle.length > 0) {
      const task = this.#queue.shift()
      if (!task) return
      this.#idle.pop()?.postMessage(task)
    }
  }

  #settle(answer: CipherAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('error' in answer) waiting?.reject(new Error(answer.error))
    else waiting?.resolve(answer.value)
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
