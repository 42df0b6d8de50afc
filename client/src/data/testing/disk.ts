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

/** From now on every write to the stores of the app fails as on a full disk, until the returned function is called. */
export function fillDisk(): () => void {
  const { put, add } = IDBObjectStore.prototype
  const full = (): never => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  }
  IDBObjectStore.prototype.put = full
  IDBObjectStore.prototype.add = full
  return () => Object.assign(IDBObjectStore.prototype, { put, add })
}

function opened<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'))
  })
}
