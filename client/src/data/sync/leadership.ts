import type { Environment } from '../environment.ts'

/** A tab that runs answers in milliseconds, also in the background and while it signs; a frozen one does not answer. */
const ANSWER_MS = 3000
const CHECK_EVERY_MS = 30_000

type Message = 'who-leads' | 'i-lead'

/**
 * Which tab of this phone speaks to the server: one at a time, the holder of a lock. A closed or crashed tab gives the lock
 * up at once. A frozen or suspended one keeps it, and ballots would wait for as long as it sleeps; so the tab that a voter
 * looks at asks the leader now and then, and takes the lock from one that is silent. Two tabs that lead for a moment do no
 * harm: sending twice changes nothing.
 */
export class Leadership {
  readonly #environment: Environment
  readonly #lock: string
  readonly #lead: (reign: AbortSignal) => void
  readonly #channel: BroadcastChannel
  readonly #closed = new AbortController()
  #queued = new AbortController()
  #leads = false
  #asking = false
  #heard = false

  /** @param lead this tab leads, until `reign` aborts: it was closed, or another tab took over while it was frozen. */
  constructor(environment: Environment, lead: (reign: AbortSignal) => void) {
    this.#environment = environment
    this.#lock = leaderLock(environment.databaseName)
    this.#lead = lead
    this.#channel = new BroadcastChannel(this.#lock)
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data)
    document.addEventListener('visibilitychange', this.#look)
    void this.#reign({ signal: this.#queued.signal })
    void this.#watch()
  }

  /** Takes over from a leader that does not answer. */
  async check(): Promise<void> {
    if (this.#leads || this.#asking) return
    this.#asking = true
    this.#heard = false
    this.#channel.postMessage('who-leads' satisfies Message)
    await this.#environment.wait(ANSWER_MS, this.#closed.signal)
    this.#asking = false
    if (this.#isSilent()) this.#takeOver()
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#look)
    this.#closed.abort()
    this.#queued.abort()
    this.#channel.close()
  }

  #isSilent(): boolean {
    return !this.#leads && !this.#heard && !this.#closed.signal.aborted
  }

  #takeOver(): void {
    this.#queued.abort()
    void this.#reign({ steal: true })
  }

  async #reign(how: LockOptions): Promise<void> {
    const reign = new AbortController()
    try {
      await navigator.locks.request(this.#lock, how, () => this.#holdLock(reign.signal))
    } catch (error) {
      // Aborted: taken over by another tab, or no longer queued.
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
    }
    if (how.signal?.aborted === true || this.#closed.signal.aborted) return
    this.#leads = false
    reign.abort()
    this.#queued = new AbortController()
    await this.#reign({ signal: this.#queued.signal })
  }

  #holdLock(reign: AbortSignal): Promise<void> {
    this.#leads = true
    this.#channel.postMessage('i-lead' satisfies Message)
    this.#lead(reign)
    return new Promise((resolve) => this.#closed.signal.addEventListener('abort', () => resolve()))
  }

  async #watch(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      this.#look()
      await this.#environment.wait(CHECK_EVERY_MS, this.#closed.signal)
    }
  }

  readonly #look = (): void => {
    if (document.visibilityState === 'visible') void this.check()
  }

  #hear(message: Message): void {
    if (message === 'i-lead') this.#heard = true
    else if (this.#leads) this.#channel.postMessage('i-lead' satisfies Message)
  }
}

/** The name of the lock that the leading tab holds. */
export function leaderLock(databaseName: string): string {
  return `urna-lead ${databaseName}`
}
