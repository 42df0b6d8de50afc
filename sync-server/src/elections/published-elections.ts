import type { Logger } from 'pino'
import { ProtocolError } from '#protocol/errors'
import type { Couch, Database, StoredDoc } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import type { Pacing } from '../couch/pacing.ts'
import { backoff } from '../couch/pacing.ts'
import { followElection, loadElection, NotShownYet } from './election-feed.ts'
import type { Elections } from './elections.ts'
import { electionDatabase, openControl } from './elections.ts'
import type { LiveElection } from './live-election.ts'

const PUBLISHED = 'published:'
/** As after three failures in a row: about a second. */
const FOLLOW_AGAIN = 3

/** Every published election of this server, live, as the `control` database's feed names them. */
export class PublishedElections implements Elections {
  readonly #couch: Couch
  readonly #log: Logger
  readonly #live = new Map<string, LiveElection>()
  readonly #listeners = new Set<(election: LiveElection) => void>()
  readonly #stop = new AbortController()
  readonly #running = new Set<Promise<void>>()
  /** To be read again later; the feed may name one twice. */
  readonly #later = new Set<string>()
  readonly #pacing: Pacing

  constructor(couch: Couch, log: Logger, pacing: Pacing = backoff) {
    this.#couch = couch
    this.#log = log
    this.#pacing = pacing
  }

  get(id: string): LiveElection | undefined {
    return this.#live.get(id)
  }

  list(): readonly LiveElection[] {
    return [...this.#live.values()]
  }

  onPublished(listener: (election: LiveElection) => void): () => void {
    this.#listeners.add(listener)
    for (const election of this.#live.values()) listener(election)
    return () => void this.#listeners.delete(listener)
  }

  whenKnown(id: string, signal: AbortSignal): Promise<LiveElection> {
    return new Promise((resolve, reject) => {
      const stop = this.onPublished((election) => {
        if (election.id !== id) return
        // The first call comes before `stop` exists; a listener too many does no harm until then.
        queueMicrotask(() => stop())
        resolve(election)
      })
      signal.addEventListener('abort', () => {
        stop()
        reject(new Error(`waiting for election ${id} was given up`))
      })
    })
  }

  /** Starts following; resolves when every election published so far, and readable, is known. After a failure nothing runs any more. */
  async start(): Promise<void> {
    const control = await openControl(this.#couch)
    try {
      await this.#followControl(control)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  #followControl(control: Database): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#run(async () => {
        for await (const page of control.follow({
          since: '0',
          includeDocs: true,
          signal: this.#stop.signal,
        })) {
          for (const row of page.rows)
            if (row.doc?._id.startsWith(PUBLISHED)) await this.#publishSafely(row.doc)
          if (page.pending === 0) resolve()
        }
      }, reject)
    })
  }

  /** Ends every feed; resolves when none runs. */
  async close(): Promise<void> {
    this.#stop.abort()
    await Promise.allSettled(this.#running)
  }

  /**
   * One election whose manifest was tampered with, or which cannot be read now, must not keep the others from being
   * served, and a database that is away for a moment must not end the feed that names them.
   */
  async #publishSafely(document: StoredDoc): Promise<void> {
    const { signal } = this.#stop
    if (this.#later.has(document._id)) return
    let hindrance = await this.#tryPublish(document)
    for (let failures = 1; isAway(hindrance) && !signal.aborted; failures++) {
      await this.#pacing.pause(failures, signal)
      hindrance = await this.#tryPublish(document)
    }
    if (!hindrance) return
    this.#log.error({ election: document._id, error: String(hindrance) }, 'an election cannot be read yet')
    this.#later.add(document._id)
    this.#run(() => this.#publishLater(document))
  }

  async #publishLater(document: StoredDoc): Promise<void> {
    const { signal } = this.#stop
    for (let failures = 1; !signal.aborted; failures++) {
      await this.#pacing.pause(failures, signal)
      if (!(await this.#tryPublish(document))) break
    }
    this.#later.delete(document._id)
  }

  /** @returns what kept the election from being read and may pass. */
  async #tryPublish(document: StoredDoc): Promise<Error | undefined> {
    try {
      await this.#publish(document)
      return undefined
    } catch (error) {
      if (error instanceof CouchError || error instanceof NotShownYet) return error
      if (!(error instanceof ProtocolError)) throw error
      const { code } = error
      this.#log.error({ election: document._id, code }, 'a published election has a bad manifest')
      return undefined
    }
  }

  async #publish(document: StoredDoc): Promise<void> {
    const id = document._id.slice(PUBLISHED.length)
    if (this.#live.has(id) || typeof document.manifestHash !== 'string') return
    const database = this.#couch.database(electionDatabase(id))
    const live = await loadElection(database, id, document.manifestHash, this.#log)
    this.#live.set(id, live)
    this.#run(() => this.#follow(live))
    for (const listener of [...this.#listeners]) listener(live)
  }

  async #follow(live: LiveElection): Promise<void> {
    const { signal } = this.#stop
    const database = this.#couch.database(electionDatabase(live.id))
    while (!signal.aborted) {
      try {
        // A feed that ends without an error was closed for good; following it again would end at once, for ever.
        await followElection(live, database, signal, this.#log)
        return
      } catch (error) {
        this.#log.error({ election: live.id, error: String(error) }, 'following an election broke off')
        await this.#pacing.pause(FOLLOW_AGAIN, signal)
      }
    }
  }

  #run(task: () => Promise<void>, onError: (error: Error) => void = () => undefined): void {
    const running = task().catch((error: unknown) => {
      if (this.#stop.signal.aborted) return
      this.#log.error({ error: String(error) }, 'a feed broke off')
      onError(error instanceof Error ? error : new Error(String(error)))
    })
    this.#running.add(running)
    void running.then(() => this.#running.delete(running))
  }
}

/** While the database does not answer, no other election can be read either. */
function isAway(hindrance: Error | undefined): boolean {
  return hindrance instanceof CouchError && hindrance.code === 'unavailable'
}
