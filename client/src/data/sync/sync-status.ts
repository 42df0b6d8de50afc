import type { SyncState } from '../../device.ts'
import type { SyncOutcome } from './sync-outcome.ts'

/** How one exchange goes: the pull of an election, or its push. */
interface Exchange {
  readonly outcome: SyncOutcome | undefined
  /** Ballots are on their way at this moment. */
  readonly sending: boolean
}

type Message =
  | ({ readonly kind: 'state' } & Exchange)
  | { readonly kind: 'send-now' }
  | { readonly kind: 'watch'; readonly election: string }
  | { readonly kind: 'hello' }

export interface SyncStatusHandlers {
  /** This tab leads, and another one's voter asked to send. */
  readonly sendNow: () => void
  /** Another tab shows this election. */
  readonly watch: (election: string) => void
}

const IDLE: Exchange = { outcome: undefined, sending: false }
/** Of several exchanges the worst is shown. */
const WORST_FIRST: readonly SyncOutcome[] = ['storage-full', 'unreachable', 'refused', 'busy', 'ok']

/**
 * How the exchange with the server goes, as every tab shows it: only the leading tab speaks to the server, so it tells the
 * others, and they tell it what their voters ask for.
 */
export class SyncStatus {
  readonly #channel: BroadcastChannel
  readonly #exchanges = new Map<string, Exchange>()
  readonly #listeners = new Set<() => void>()
  #overall = IDLE

  constructor(databaseName: string, handlers: SyncStatusHandlers) {
    this.#channel = new BroadcastChannel(`${databaseName}-sync`)
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data, handlers)
    this.#tell({ kind: 'hello' })
    for (const event of ['online', 'offline']) window.addEventListener(event, this.#notify)
  }

  /** @param waiting ballots without an answer. */
  state(waiting: number): SyncState {
    const { onLine } = navigator
    const { outcome, sending } = this.#overall
    const problem = problemOf(outcome, onLine)
    return {
      online: onLine && outcome !== 'unreachable',
      waiting,
      sending: sending && waiting > 0 && problem === 'none' && onLine,
      problem,
    }
  }

  /** Whether the server was heard last time; not known is not heard. */
  get live(): boolean {
    return navigator.onLine && this.#overall.outcome === 'ok'
  }

  report(exchange: string, outcome: SyncOutcome): void {
    this.#exchanges.set(exchange, { ...this.#of(exchange), outcome })
    this.#settle()
  }

  sending(exchange: string, sending: boolean): void {
    this.#exchanges.set(exchange, { ...this.#of(exchange), sending })
    this.#settle()
  }

  /** Nothing is under way there and nothing is amiss. */
  forget(exchange: string): void {
    if (this.#exchanges.delete(exchange)) this.#settle()
  }

  /** Another tab leads now: what this one knew of the exchange is old, and no news for the others. */
  follow(): void {
    this.#exchanges.clear()
    this.#tell({ kind: 'hello' })
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

  #of(exchange: string): Exchange {
    return this.#exchanges.get(exchange) ?? IDLE
  }

  #settle(): void {
    const exchanges = [...this.#exchanges.values()]
    const outcome = WORST_FIRST.find((worst) => exchanges.some((exchange) => exchange.outcome === worst))
    const sending = exchanges.some((exchange) => exchange.sending)
    if (outcome === this.#overall.outcome && sending === this.#overall.sending) return
    this.#overall = { outcome, sending }
    this.#tell({ kind: 'state', outcome, sending })
    this.#notify()
  }

  #hear(message: Message, handlers: SyncStatusHandlers): void {
    switch (message.kind) {
      case 'state':
        this.#overall = { outcome: message.outcome, sending: message.sending }
        return this.#notify()
      case 'hello':
        if (this.#exchanges.size > 0) this.#tell({ kind: 'state', ...this.#overall })
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

function problemOf(outcome: SyncOutcome | undefined, onLine: boolean): SyncState['problem'] {
  if (outcome === 'storage-full') return 'storage'
  if (!onLine || outcome === undefined || outcome === 'ok') return 'none'
  return outcome
}
