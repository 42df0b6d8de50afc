import type { RxCollection, RxDocumentData } from 'rxdb/plugins/core'
import { normalizeMangoQuery, prepareQuery } from 'rxdb/plugins/core'
import type { Ballot } from '#protocol/formats/ballot'
import { canonicalJson } from '#protocol/json'
import { DeviceError } from '../../device.ts'
import type { PhoneDatabase } from './database.ts'
import { openDatabase } from './database.ts'
import type { BulletinDocument, CredentialDocument, DeliveryDocument } from './documents.ts'
import { whileStoring } from './storage-failure.ts'

/** Everything on the phone, each map by primary key. A document keeps its identity until it changes. */
export interface PhoneState {
  readonly ballots: ReadonlyMap<string, Ballot>
  readonly bulletins: ReadonlyMap<string, BulletinDocument>
  readonly deliveries: ReadonlyMap<string, DeliveryDocument>
  readonly credentials: ReadonlyMap<string, CredentialDocument>
}

type CollectionName = keyof PhoneState
type DocumentOf<Name extends CollectionName> =
  PhoneState[Name] extends ReadonlyMap<string, infer Document extends object> ? Document : never

const NAMES: readonly CollectionName[] = ['ballots', 'bulletins', 'deliveries', 'credentials']

/**
 * The phone's documents: durable writes to IndexedDB, and a copy in memory for the screens that follows every tab's
 * writes. Decisions that must not be wrong (a sequence, what is waiting) read the storage itself with {@link read}.
 */
export class PhoneStore {
  readonly database: PhoneDatabase
  #state: PhoneState = {
    ballots: new Map(),
    bulletins: new Map(),
    deliveries: new Map(),
    credentials: new Map(),
  }
  readonly #listeners = new Set<() => void>()
  #readings = 0
  readonly #applied = new Map<CollectionName, number>()
  readonly #revisions = new WeakMap<object, string>()
  #frozen = false

  private constructor(database: PhoneDatabase) {
    this.database = database
  }

  static async open(name: string): Promise<PhoneStore> {
    const store = new PhoneStore(await openDatabase(name))
    for (const collection of NAMES) {
      await store.#reload(collection)
      store.#collection(collection).$.subscribe(() => store.#follow(collection))
    }
    for (const event of ['freeze', 'resume']) document.addEventListener(event, store.#freeze)
    return store
  }

  get state(): PhoneState {
    return this.#state
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Every document of a collection as the storage has it now, whichever tab wrote it. */
  async read<Name extends CollectionName>(name: Name): Promise<ReadonlyMap<string, DocumentOf<Name>>> {
    return (await this.#reload(name)) as ReadonlyMap<string, DocumentOf<Name>>
  }

  /** Writes a new document and reads it back. @throws {DeviceError} storage-full */
  async insert<Name extends CollectionName>(name: Name, document: DocumentOf<Name>): Promise<void> {
    const collection = this.#collection(name)
    await whileStoring(() => collection.insert(document))
    await this.#confirm(name, document)
  }

  /** Writes a document over the one of its id, if any, and reads it back. @throws {DeviceError} storage-full */
  async put<Name extends CollectionName>(name: Name, document: DocumentOf<Name>): Promise<void> {
    const collection = this.#collection(name)
    // Not `incrementalUpsert`: once that has failed for a document, it fails for it for the life of the tab.
    await whileStoring(() => collection.upsert(document))
    await this.#confirm(name, document)
  }

  async remove(name: CollectionName, ids: readonly string[]): Promise<void> {
    await this.#collection(name).bulkRemove([...ids])
    await this.#reload(name)
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    for (const event of ['freeze', 'resume']) document.removeEventListener(event, this.#freeze)
    await this.database.close()
  }

  /**
   * A frozen tab still hears of the others' writes. A transaction that it began now would stay open for as long as it
   * sleeps and keep the others from the disk; so it looks again when it wakes.
   */
  readonly #freeze = ({ type }: Event): void => {
    this.#frozen = type === 'freeze'
    for (const name of NAMES) this.#follow(name)
  }

  #follow(name: CollectionName): void {
    if (!this.#frozen) void this.#reload(name)
  }

  /** What is not there after a write was not written, whatever the browser answered. */
  async #confirm<Name extends CollectionName>(name: Name, document: DocumentOf<Name>): Promise<void> {
    const collection = this.#collection(name)
    const id = (document as Record<string, unknown>)[collection.schema.primaryPath]
    const stored = (await this.read(name)).get(String(id))
    if (!stored || canonicalJson(stored) !== canonicalJson(document))
      throw new DeviceError('unexpected', 'this browser did not keep what was stored')
  }

  /** Reads a collection; a slower, older reading never replaces a newer one. */
  async #reload(name: CollectionName): Promise<ReadonlyMap<string, object>> {
    const turn = ++this.#readings
    const { storageInstance, schema } = this.#collection(name)
    const everything = prepareQuery(storageInstance.schema, normalizeMangoQuery(storageInstance.schema, {}))
    const { documents } = await storageInstance.query(everything)
    // A storage also hands out what was removed.
    const present = documents.filter((stored) => !stored._deleted)
    const fresh = new Map(present.map((stored) => this.#entry(name, schema.primaryPath, stored)))
    if (turn > (this.#applied.get(name) ?? 0)) {
      this.#applied.set(name, turn)
      this.#apply(name, fresh)
    }
    return fresh
  }

  #entry(name: CollectionName, primaryPath: string, stored: RxDocumentData<object>): [string, object] {
    const { _rev, _meta, _deleted, _attachments, ...document } = stored
    const id = String((document as Record<string, unknown>)[primaryPath])
    const known = this.#state[name].get(id)
    if (known && this.#revisions.get(known) === _rev) return [id, known]
    this.#revisions.set(document, _rev)
    return [id, document]
  }

  #apply(name: CollectionName, fresh: ReadonlyMap<string, object>): void {
    const before: ReadonlyMap<string, object> = this.#state[name]
    const same =
      before.size === fresh.size && [...fresh].every(([id, document]) => before.get(id) === document)
    if (same) return
    this.#state = { ...this.#state, [name]: fresh }
    for (const listener of [...this.#listeners]) listener()
  }

  /** One view of the four collections: TypeScript cannot call a method of a union of them. */
  #collection(name: CollectionName): RxCollection<object> {
    return this.database[name] as unknown as RxCollection<object>
  }
}
