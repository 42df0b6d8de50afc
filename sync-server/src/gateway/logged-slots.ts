import { toBase64url } from '#protocol/bytes'
import type { Database } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import type { LiveElection } from '../elections/live-election.ts'
import { readStoredBallot } from './stored-ballot.ts'
import type { TakenSlots } from './taken-slots.ts'

const AT_ONCE = 500

interface LoggedSlotsPorts {
  readonly live: LiveElection
  readonly database: Pick<Database, 'readMany'>
  readonly slots: Pick<TakenSlots, 'take'>
  /** Whether this process has checked this ballot: then it also noted its slot, when it accepted it. */
  readonly wasChecked: (leafHash: string) => boolean
}

/**
 * Notes the slots of the ballots in the published log, for a gateway without a tallier in its process: each is read once,
 * in the background, after a start the whole log and then what every head adds. No signature is verified: the log's
 * stands for these contents. What cannot be read is passed over, or tried again at the next head; the tallier decides.
 */
export class LoggedSlots {
  readonly #ports: LoggedSlotsPorts
  readonly #unsubscribe: () => void
  #next = 0
  #reading: Promise<void> | undefined
  #isClosed = false

  constructor(ports: LoggedSlotsPorts) {
    this.#ports = ports
    this.#unsubscribe = ports.live.subscribe((event) => {
      if (event === 'head') this.#start()
    })
    this.#start()
  }

  /** Resolves when everything under the present head was read, or could not be. */
  async idle(): Promise<void> {
    await this.#reading
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#unsubscribe()
    await this.#reading
  }

  #start(): void {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined))
  }

  async #read(): Promise<void> {
    try {
      while (!this.#isClosed && this.#next < this.#size) await this.#readSome()
    } catch (error) {
      if (!(error instanceof CouchError)) throw error
    }
  }

  get #size(): number {
    return this.#ports.live.head?.checkpoint.size ?? 0
  }

  async #readSome(): Promise<void> {
    const { live, database, slots, wasChecked } = this.#ports
    const end = Math.min(this.#next + AT_ONCE, this.#size)
    const leaves: string[] = []
    for (let index = this.#next; index < end; index++) leaves.push(toBase64url(live.log.tree.leaf(index)))
    const ids = leaves.filter((leafHash) => !wasChecked(leafHash)).map((leafHash) => `ballot:${leafHash}`)
    for (const document of await database.readMany(ids)) {
      const ballot = readStoredBallot(document)
      if (ballot) slots.take(ballot)
    }
    this.#next = end
  }
}
