/** What is on the disk of a collection, read past every library; a document keeps RxDB's own members. */
export async function readDisk(
  databaseName: string,
  collection: string,
): Promise<readonly Record<string, unknown>[]> {
  const database = await opened(indexedDB.open(`rxdb-dexie-${databaseName}--0--${collection}`))
  try {
    const store = database.transaction('docs').objectStore('docs')
    return (await opened(store.getAll())) as Record<string, unknown>[]
  } finally {
    database.close()
  }
}

/**
 * From now on every write to a store of the app fails as on a full disk, until the returned function is called.
 *
 * @param collection only the writes to this one fail.
 */
export function fillDisk(collection = ''): () => void {
  const { put, add } = IDBObjectStore.prototype
  type Write = (this: IDBObjectStore, value: unknown, key?: IDBValidKey) => IDBRequest<IDBValidKey>
  const unlessFull = (write: Write): Write =>
    function (...args) {
      if (!this.transaction.db.name.endsWith(collection)) return write.apply(this, args)
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    }
  IDBObjectStore.prototype.put = unlessFull(put)
  IDBObjectStore.prototype.add = unlessFull(add)
  return () => Object.assign(IDBObjectStore.prototype, { put, add })
}

/** Deletes the documents of a phone that is closed, as a browser does that found their database damaged. */
export async function clearDisk(databaseName: string): Promise<void> {
  const databases = await indexedDB.databases()
  const own = databases.flatMap(({ name = '' }) =>
    name.startsWith(`rxdb-dexie-${databaseName}-`) ? name : [],
  )
  await Promise.all(own.map((name) => opened(indexedDB.deleteDatabase(name))))
}

function opened<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'))
  })
}
