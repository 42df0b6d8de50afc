import type { RxCollection, RxDatabase } from 'rxdb/plugins/core'
import { addRxPlugin, createRxDatabase } from 'rxdb/plugins/core'
import { RxDBLeaderElectionPlugin } from 'rxdb/plugins/leader-election'
import type { RxCouchDBReplicationState } from 'rxdb/plugins/replication-couchdb'
import { replicateCouchDB } from 'rxdb/plugins/replication-couchdb'
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie'
import type { Ballot } from '#protocol/formats/ballot'
import type { Watched } from '../../device.ts'
import { WatchedValue } from '../../testing/watched-value.ts'
import type { BulletinDocument } from '../store/documents.ts'
import { ballotSchema, bulletinSchema } from '../store/documents.ts'
import { BOARD } from './board-election.ts'
import { ORIGIN } from './test-election.ts'

addRxPlugin(RxDBLeaderElectionPlugin)

interface StockCollections {
  readonly ballots: RxCollection<Ballot>
  readonly bulletins: RxCollection<BulletinDocument>
}

export interface StockOptions {
  readonly databaseName: string
  readonly fetch: typeof fetch
  /** `leads-only`: takes the lead and then does nothing, as a tab that the browser has frozen. `none`: never sends. */
  readonly replication?: 'on' | 'leads-only' | 'none'
}

/**
 * A phone as somebody builds it who trusts RxDB's CouchDB replication: the plugin as it comes, with a plain `fetch`, the
 * default conflict handler and the default leader; "sent" is what RxDB calls sent. What fails here and not in Urna is why
 * Urna puts something of its own between RxDB and the network.
 */
export class StockPhone {
  /** Ids of the ballots that its screen would show as sent. */
  readonly sent = new WatchedValue<readonly string[]>([])
  /** How often RxDB has reported a failure. */
  readonly failures = new WatchedValue(0)
  readonly #database: RxDatabase<StockCollections>
  readonly #push: RxCouchDBReplicationState<Ballot> | undefined
  readonly #pull: RxCouchDBReplicationState<BulletinDocument> | undefined

  private constructor(database: RxDatabase<StockCollections>, options: StockOptions) {
    this.#database = database
    if ((options.replication ?? 'on') !== 'on') return
    const shared = { url: `${ORIGIN}/sync/${BOARD}/`, fetch: options.fetch, live: true, retryTime: 20 }
    const { ballots, bulletins } = database
    this.#push = replicateCouchDB<Ballot>({
      ...shared,
      replicationIdentifier: 'ballots',
      collection: ballots,
      push: {},
    })
    this.#pull = replicateCouchDB<BulletinDocument>({
      ...shared,
      replicationIdentifier: 'bulletins',
      collection: bulletins,
      pull: {},
    })
    this.#push.sent$.subscribe(({ _id }) => this.sent.set([...this.sent.value, _id]))
    for (const replication of [this.#push, this.#pull])
      replication.error$.subscribe(() => this.failures.set(this.failures.value + 1))
  }

  static async open(options: StockOptions): Promise<StockPhone> {
    const database = await createRxDatabase<StockCollections>({
      name: options.databaseName,
      storage: getRxStorageDexie(),
    })
    await database.addCollections({
      ballots: { schema: ballotSchema },
      bulletins: { schema: bulletinSchema },
    })
    const phone = new StockPhone(database, options)
    if (options.replication === 'leads-only') await database.waitForLeadership()
    return phone
  }

  async cast(...ballots: readonly Ballot[]): Promise<void> {
    await this.#database.ballots.bulkInsert([...ballots])
  }

  /** The ballot as this phone has it now. */
  async stored(id: string): Promise<Ballot | undefined> {
    const found = await this.#database.ballots.findOne(id).exec()
    return found?.toMutableJSON()
  }

  /** Ids of the public documents on this phone, now and after each change. */
  bulletins(): Watched<readonly string[]> {
    const ids = new WatchedValue<readonly string[]>([])
    this.#database.bulletins.find().$.subscribe((found) => ids.set(found.map(({ _id }) => _id)))
    return ids
  }

  /** Resolves when RxDB believes that nothing is left to send. */
  async untilInSync(): Promise<void> {
    await this.#push?.awaitInSync()
  }

  async close(): Promise<void> {
    await this.#database.close()
  }
}

export const openStockPhone = (options: StockOptions): Promise<StockPhone> => StockPhone.open(options)
