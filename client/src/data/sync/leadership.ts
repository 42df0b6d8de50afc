import type { Environment } from '../environment.ts'

/** A tab that runs answers in milliseconds, also in the background and while it signs. */
const ANSWER_MS = 3000
const CHECK_EVERY_MS = 30_000

type Message = 'who-leads' | 'i-lead'

/**
 * Which tab of this phone speaks to the server: one at a time, the holder of a lock. A closed or crashed tab gives the lock
 * up by itself, and one that the browser is about to freeze does so here. A tab that was suspended without a word (Safari,
 * a sleeping process) keeps it, and ballots would wait for as long as it sleeps; so the tab that a voter looks at asks the
 * leader now and then, and takes the lock from one that is silent. Two tabs that lead for a moment do no harm: sending
 * twice changes nothing.
 */
export class Leadership {
  readonly #environment: Environment
  readonly #lock: string
  readonly #lead: (reign: AbortSignal) => void
  readonly #channel: BroadcastChannel
  readonly #closed = new AbortController()
  /** Ends this tab's waiting for the lock, or its holding it. */
  #term = new AbortController()
  #leads = false
  #frozen = false
  #asking = false
  #heard = false

  /** @param lead this tab leads, until `reign` aborts: it was frozen, or another tab took over. */
  constructor(environment: Environment, lead: (reign: AbortSignal) => void) {
    this.#environment = environment
    this.#lock = leaderLock(environment.databaseName)
    this.#lead = lead
    this.#channel = new BroadcastChannel(this.#lock)
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data)
    document.addEventListener('visibilitychange', this.#look)
    document.addEventListener('freeze', this.#freeze)
    document.addEventListener('resume', this.#freeze)
    this.#queueUp()
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
    document.removeEventListener('freeze', this.#freeze)
    document.removeEventListener('resume', this.#freeze)
    this.#closed.abort()
    this.#term.abort()
    this.#channel.close()
  }

  #isSilent(): boolean {
    return !this.#leads && !this.#heard && !this.#frozen && !this.#closed.signal.aborted
  }

  #queueUp(): void {
    const term = new AbortController()
    this.#term = term
    void this.#reign(term.signal, { signal: term.signal })
  }

  #takeOver(): void {
    this.#term.abort()
    this.#term = new AbortController()
    void this.#reign(this.#term.signal, { steal: true })
  }

  readonly #freeze = ({ type }: Event): void => void (this.#frozen = type === 'freeze')

  async #reign(term: AbortSignal, how: LockOptions): Promise<void> {
    const reign = new AbortController()
    term.addEventListener('abort', () => this.#end(reign))
    try {
      await navigator.locks.request(this.#lock, how, () => this.#hold(term, reign.signal))
    } catch (error) {
      // Aborted: another tab took the lock, or this one no longer waits for it.
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
    }
    // What ends begins nothing before the tab is frozen: an unfinished transaction would keep the others from the disk.
    await this.#awake()
    this.#end(reign)
    if (!term.aborted) this.#queueUp()
  }

  #hold(term: AbortSignal, reign: AbortSignal): Promise<void> {
    if (term.aborted || this.#frozen) return Promise.resolve()
    this.#leads = true
    this.#channel.postMessage('i-lead' satisfies Message)
    this.#lead(reign)
    return new Promise((resolve) => {
      term.addEventListener('abort', () => resolve())
      document.addEventListener('freeze', () => resolve(), { once: true })
    })
  }

  async #awake(): Promise<void> {
    if (this.#frozen)
      await new Promise((resolve) => document.addEventListener('resume', resolve, { once: true }))
  }

  #end(reign: AbortController): void {
    if (reign.signal.aborted) return
    this.#leads = false
    reign.abort()
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
    else if (this.#leads && !this.#frozen) this.#channel.postMessage('i-lead' satisfies Message)
  }
}

/** The name of the lock that the leading tab holds. */
export function leaderLock(databaseName: string): string {
  return `urna-lead ${databaseName}`
}
