import type { SyncState } from '../../device.ts'
import type { SyncOutcome } from './sync-fetch.ts'

type Message =
  | { readonly kind: 'outcome'; readonly outcome: SyncOutcome | undefined }
  | { readonly kind: 'send-now' }
  | { readonly kind: 'watch'; readonly election: string }
  | { readonly kind: 'hello' }

export interface SyncStatusHandlers {
  /** This tab leads, and another one's voter asked to send. */
  readonly sendNow: () => void
  /** Another tab shows this election. */
  readonly watch: (election: string) => void
}

/**
 * How the exchange with the server goes, as every tab shows it: only the leading tab speaks to the server, so it tells the
 * others, and they tell it what their voters ask for.
 */
export class SyncStatus {
  readonly #channel: BroadcastChannel
  readonly #outcomes = new Map<string, SyncOutcome>()
  readonly #listeners = new Set<() => void>()
  #overall: SyncOutcome | undefined

  constructor(databaseName: string, handlers: SyncStatusHandlers) {
    this.#channel = new BroadcastChannel(`${databaseName}-sync`)
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data, handlers)
    this.#tell({ kind: 'hello' })
    for (const event of ['online', 'offline']) window.addEventListener(event, this.#notify)
  }

  /** @param waiting ballots without an answer. */
  state(waiting: number): SyncState {
    const { onLine } = navigator
    const online = onLine && this.#overall !== 'unreachable'
    const problem = this.#overall === 'refused' ? 'refused' : onLine && !online ? 'unreachable' : 'none'
    return { online, waiting, problem }
  }

  /** Whether the server was heard last time; not known is not heard. */
  get live(): boolean {
    return navigator.onLine && this.#overall === 'ok'
  }

  report(election: string, outcome: SyncOutcome): void {
    this.#outcomes.set(election, outcome)
    this.#settle()
  }

  forget(election: string): void {
    this.#outcomes.delete(election)
    this.#settle()
  }

  askToSend(): void {
    this.#tell({ kind: 'send-now' })
  }

  askToWatch(election: string): void {
    this.#tell({ kind: 'watch', election })
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  close(): void {
    for (const event of ['online', 'offline']) window.removeEventListener(event, this.#notify)
    this.#channel.close()
  }

  #settle(): void {
    const outcomes = [...this.#outcomes.values()]
    const order: readonly SyncOutcome[] = ['unreachable', 'refused', 'ok']
    const overall = order.find((outcome) => outcomes.includes(outcome))
    if (overall === this.#overall) return
    this.#overall = overall
    this.#tell({ kind: 'outcome', outcome: overall })
    this.#notify()
  }

  #hear(message: Message, handlers: SyncStatusHandlers): void {
    switch (message.kind) {
      case 'outcome':
        this.#overall = message.outcome
        return this.#notify()
      case 'hello':
        if (this.#outcomes.size > 0) this.#tell({ kind: 'outcome', outcome: this.#overall })
        return
      case 'send-now':
        return handlers.sendNow()
      case 'watch':
        return handlers.watch(message.election)
    }
  }

  #tell(message: Message): void {
    this.#channel.postMessage(message)
  }

  readonly #notify = (): void => {
    for (const listener of [...this.#listeners]) listener()
  }
}
