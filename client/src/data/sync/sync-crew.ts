import type { DeviceClock } from '../election/device-clock.ts'
import type { Environment } from '../environment.ts'
import { previewElection } from '../election/preview.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import { chooseElections } from './choose-elections.ts'
import { ElectionSync } from './election-sync.ts'
import { Leadership } from './leadership.ts'
import { SyncStatus } from './sync-status.ts'

export interface SyncCrewOptions {
  readonly store: PhoneStore
  readonly environment: Environment
  readonly clock: DeviceClock
}

/** Starts and ends the exchange of each election as it is needed, in the one tab that leads. */
export class SyncCrew {
  readonly status: SyncStatus
  readonly #options: SyncCrewOptions
  readonly #running = new Map<string, ElectionSync>()
  readonly #watched = new Set<string>()
  readonly #unsubscribe: () => void
  readonly #leadership: Leadership
  #leads = false
  #closed = false

  constructor(options: SyncCrewOptions) {
    this.#options = options
    this.status = new SyncStatus(options.environment.databaseName, {
      sendNow: () => this.#sendNow(),
      watch: (election) => this.#watch(election),
    })
    this.#unsubscribe = options.store.subscribe(() => this.#arrange())
    window.addEventListener('online', this.#sendNow)
    document.addEventListener('freeze', this.#halt)
    this.#leadership = new Leadership(options.environment, (reign) => this.#lead(reign))
  }

  sendNow(): void {
    this.#sendNow()
    this.status.askToSend()
    void this.#leadership.check()
  }

  /** Somebody looks at this election: its results are kept current although the phone cannot vote there. */
  watch(election: string): void {
    if (this.#watched.has(election)) return
    this.#watch(election)
    this.status.askToWatch(election)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#unsubscribe()
    window.removeEventListener('online', this.#sendNow)
    document.removeEventListener('freeze', this.#halt)
    this.#leadership.close()
    await Promise.all([...this.#running.values()].map((sync) => sync.close()))
    this.status.close()
  }

  /** What was halted is ended when the tab wakes: the lead is another's then, or begins anew. */
  readonly #halt = (): void => {
    for (const sync of this.#running.values()) sync.halt()
  }

  readonly #sendNow = (): void => {
    for (const sync of this.#running.values()) sync.sendNow()
  }

  #lead(reign: AbortSignal): void {
    this.#leads = true
    reign.addEventListener('abort', () => {
      if (this.#closed) return
      this.#leads = false
      this.status.follow()
      for (const [hash, sync] of this.#running) this.#end(hash, sync)
    })
    this.#arrange()
  }

  #watch(election: string): void {
    this.#watched.add(election)
    this.#arrange()
  }

  #arrange(): void {
    if (!this.#leads || this.#closed) return
    const wanted = new Map(
      chooseElections(this.#options.store.state, this.#watched).map((papers) => [
        papers.manifestHash,
        papers,
      ]),
    )
    for (const [hash, sync] of this.#running) if (!wanted.has(hash)) this.#end(hash, sync)
    for (const [hash, papers] of wanted) {
      if (this.#running.has(hash)) continue
      const { store, environment } = this.#options
      this.#running.set(hash, new ElectionSync(papers, { store, environment, status: this.status }))
      this.#refresh(papers.election)
    }
  }

  #end(hash: string, sync: ElectionSync): void {
    this.#running.delete(hash)
    void sync.close()
  }

  /** Also tells what time it is at the election office. Nothing is lost when there is no answer. */
  #refresh(election: string): void {
    void previewElection(election, undefined, this.#options).catch(() => undefined)
  }
}
