import type { RxCouchDBReplicationState } from 'rxdb/plugins/replication-couchdb'
import { replicateCouchDB } from 'rxdb/plugins/replication-couchdb'
import type { Ballot } from '#protocol/formats/ballot'
import { BallotSender } from '../ballots/ballot-sender.ts'
import { InclusionChecker } from '../ballots/inclusion-checker.ts'
import type { Papers } from '../election/papers.ts'
import { readPapers } from '../election/papers.ts'
import type { Environment } from '../environment.ts'
import type { BulletinDocument } from '../store/documents.ts'
import { LogGuard } from '../log/log-guard.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import { Pace } from './pace.ts'
import { createSyncFetch } from './sync-fetch.ts'
import { outcomeOf } from './sync-outcome.ts'
import type { SyncStatus } from './sync-status.ts'

/** What RxDB waits after a failure; the real waiting is {@link Pace}'s, which knows the server's wish and the voter's. */
const RXDB_RETRY_MS = 250

export interface ElectionSyncOptions {
  readonly store: PhoneStore
  readonly environment: Environment
  readonly status: Pick<SyncStatus, 'report' | 'sending' | 'forget'>
}

/** Everything that keeps one election of this phone in step with the server. Only the leading tab runs it. */
export class ElectionSync {
  readonly election: string
  readonly manifestHash: string
  readonly #stop = new AbortController()
  readonly #status: ElectionSyncOptions['status']
  #sendingAll = false
  /** Something may have been stored since the last attempt began, or that attempt failed. */
  #unsent = false
  readonly #pushPace: Pace
  readonly #pullPace: Pace
  readonly #sender: BallotSender
  readonly #guard: LogGuard
  readonly #inclusion: InclusionChecker
  readonly #replications: readonly (
    RxCouchDBReplicationState<Ballot> | RxCouchDBReplicationState<BulletinDocument>
  )[]

  constructor(papers: Papers, options: ElectionSyncOptions) {
    const { store, environment, status } = options
    const { election } = papers
    const stop = this.#stop.signal
    this.election = election
    this.manifestHash = papers.manifestHash
    this.#pushPace = new Pace(environment, stop)
    this.#pullPace = new Pace(environment, stop)
    this.#status = status
    const onSending = (sending: boolean): void => status.sending(`push ${election}`, sending)
    this.#sender = new BallotSender({ store, environment, papers, pace: this.#pushPace, stop, onSending })
    this.#guard = new LogGuard({ store, environment, papers, stop })
    this.#inclusion = new InclusionChecker({ store, environment, papers, guard: this.#guard, stop })
    const syncFetch = createSyncFetch({
      environment,
      pullPace: this.#pullPace,
      sender: this.#sender,
      store,
      guard: this.#guard,
      papers: () => readPapers(store.state.bulletins, election) ?? papers,
      stop,
      report: (outcome) => status.report(`pull ${election}`, outcome),
    })
    this.#replications = replicate(papers, options, syncFetch)
    this.sendNow()
  }

  /**
   * Sends what waits, and asks for news. It does not lean on RxDB's own bookkeeping of what is unsent, which goes by the
   * phone's clock: after the clock was set back, RxDB takes a new ballot for an old one.
   */
  sendNow(): void {
    this.#pushPace.wake()
    this.#pullPace.wake()
    this.#inclusion.again()
    // Whoever cannot be reached now is asked again at the next occasion.
    void this.#guard.confirm().catch(() => undefined)
    void this.#sendAll()
  }

  /** Sends until nothing waits; how long to wait after a failure is the pace's affair. */
  async #sendAll(): Promise<void> {
    this.#unsent = true
    if (this.#sendingAll) return
    this.#sendingAll = true
    while (this.#isSendingDue()) await this.#sendOnce()
    this.#sendingAll = false
  }

  #isSendingDue(): boolean {
    return this.#unsent && !this.#stop.signal.aborted
  }

  async #sendOnce(): Promise<void> {
    this.#unsent = false
    try {
      await this.#sender.flush()
      this.#status.forget(`push ${this.election}`)
    } catch (error) {
      this.#unsent = true
      if (!this.#stop.signal.aborted) this.#status.report(`push ${this.election}`, outcomeOf(error))
    }
  }

  /** Starts nothing any more, at once: the tab is about to be frozen. */
  halt(): void {
    this.#stop.abort()
    this.#inclusion.close()
    for (const replication of this.#replications) void replication.pause()
  }

  async close(): Promise<void> {
    this.halt()
    for (const way of ['push', 'pull']) this.#status.forget(`${way} ${this.election}`)
    await Promise.all(this.#replications.map((replication) => replication.cancel()))
  }
}

function replicate(
  { election, manifestHash }: Papers,
  { store, environment }: ElectionSyncOptions,
  syncFetch: typeof fetch,
): readonly (RxCouchDBReplicationState<Ballot> | RxCouchDBReplicationState<BulletinDocument>)[] {
  const { ballots, bulletins } = store.database
  const shared = {
    url: `${environment.origin}/sync/${election}/`,
    fetch: syncFetch,
    live: true,
    retryTime: RXDB_RETRY_MS,
    // Only the tab that leads is here; RxDB's own leader could be a frozen tab.
    waitForLeadership: false,
  }
  const ofThisElection = (ballot: Ballot): Ballot | null =>
    ballot.body.manifest === manifestHash ? ballot : null
  return [
    replicateCouchDB<Ballot>({
      ...shared,
      replicationIdentifier: `ballots ${manifestHash}`,
      collection: ballots,
      push: { batchSize: 25, modifier: ofThisElection },
    }),
    replicateCouchDB<BulletinDocument>({
      ...shared,
      replicationIdentifier: `bulletins ${manifestHash}`,
      collection: bulletins,
      pull: { batchSize: 100 },
    }),
  ]
}
