import type { EngineError } from '../errors.ts'
import type { DocumentStore } from './document-store.ts'
import { ReadWriteLock } from './read-write-lock.ts'

export type StoreReader = Omit<DocumentStore, 'write' | 'writeLocal' | 'compact' | 'close'>

/**
 * One open database: isolates its reads from its writes, wakes the feeds that wait, and closes without breaking
 * either. Reads must be isolated: PouchDB's own feed reads a document in several steps, and throws where nobody can
 * catch if a write removes a body between two of them. So read in pages, and never wait for a client inside.
 */
export class Database {
  readonly #store: DocumentStore
  readonly #lock = new ReadWriteLock()
  readonly #waiting = new Set<() => void>()
  #version = 0
  #closed: EngineError | undefined

  constructor(store: DocumentStore) {
    this.#store = store
  }

  get identity(): string {
    return this.#store.identity
  }

  /** Goes up with every write. Take it before reading, and `nextWrite` misses nothing. */
  get version(): number {
    return this.#version
  }

  get closed(): boolean {
    return this.#closed !== undefined
  }

  /** @throws {EngineError} what `close` was told, once the database is closed. */
  async read<T>(work: (store: StoreReader) => Promise<T>): Promise<T> {
    this.#assertOpen()
    return this.#lock.shared(() => {
      this.#assertOpen()
      return work(this.#store)
    })
  }

  /** Nothing else runs meanwhile, so whatever `work` reads still holds when it writes. */
  async write<T>(work: (store: DocumentStore) => Promise<T>): Promise<T> {
    this.#assertOpen()
    return this.#lock.exclusive(async () => {
      this.#assertOpen()
      try {
        return await work(this.#store)
      } finally {
        this.#version += 1
        this.#wake()
      }
    })
  }

  /** How many feeds wait here. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Resolves when there was a write after `version`, when the database closes or when `signal` fires. */
  nextWrite(version: number, signal: AbortSignal): Promise<void> {
    if (this.closed || signal.aborted || this.#version !== version) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal.addEventListener('abort', wake)
    })
  }

  /**
   * Lets go of the feeds that wait, lets running reads and writes finish, and closes the files.
   *
   * @param reason what whoever comes later is told.
   */
  async close(reason: EngineError): Promise<void> {
    if (this.closed) return
    this.#closed = reason
    this.#wake()
    await this.#lock.exclusive(() => this.#store.close())
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }

  #assertOpen(): void {
    if (this.#closed !== undefined) throw this.#closed
  }
}
