import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError, closing, noDatabase } from '../errors.ts'
import { assertDatabaseName, directoryOf, nameOf } from './database-name.ts'
import { Database } from './database.ts'
import { openPouchStore } from './pouch-store.ts'
import { syncDirectory } from './sync-directory.ts'

const TRASH = 'deleted-'

/**
 * The databases of one directory. Each is opened at its first use and stays open. The caller has made sure that no
 * other process uses the directory.
 */
export class Databases {
  readonly #directory: string
  readonly #known: Set<string>
  readonly #open = new Map<string, Promise<Database>>()
  readonly #leaving = new Map<string, Promise<void>>()
  #closing = false

  private constructor(directory: string, names: readonly string[]) {
    this.#directory = directory
    this.#known = new Set(names)
  }

  static async in(directory: string): Promise<Databases> {
    await mkdir(directory, { recursive: true })
    const entries = await readdir(directory)
    // A deletion that was cut short: the rename had made it final.
    const trash = entries.filter((entry) => entry.startsWith(TRASH))
    await Promise.all(trash.map((entry) => rm(join(directory, entry), { recursive: true })))
    return new Databases(
      directory,
      entries.map(nameOf).filter((name) => name !== undefined),
    )
  }

  names(): string[] {
    return [...this.#known].sort()
  }

  /** @throws {EngineError} 404; 503 while the engine closes. */
  open(name: string): Promise<Database> {
    if (this.#closing) return Promise.reject(closing())
    if (!this.#known.has(name)) return Promise.reject(noDatabase())
    const opened = this.#open.get(name) ?? this.#openFiles(name)
    this.#open.set(name, opened)
    return opened
  }

  async #openFiles(name: string): Promise<Database> {
    try {
      return new Database(await openPouchStore(join(this.#directory, directoryOf(name))))
    } catch (error) {
      this.#open.delete(name) // The next request tries again.
      throw error
    }
  }

  /** @throws {EngineError} 400 for an illegal name, 412 if it exists. */
  async create(name: string): Promise<void> {
    assertDatabaseName(name)
    if (this.#closing) throw closing()
    await this.#leaving.get(name)
    if (this.#known.has(name)) {
      const reason = 'The database could not be created, the file already exists.'
      throw new EngineError(412, 'file_exists', reason)
    }
    this.#known.add(name)
    try {
      await this.open(name)
      await syncDirectory(this.#directory)
    } catch (error) {
      this.#known.delete(name)
      throw error
    }
  }

  /** @throws {EngineError} 404 */
  async destroy(name: string): Promise<void> {
    if (!this.#known.has(name)) throw noDatabase() // Before anything is touched: another deletion may run.
    const opening = this.open(name)
    // From here on requests find nothing. Only a new database of that name waits until the files are away.
    this.#known.delete(name)
    this.#open.delete(name)
    const leaving = this.#remove(name, opening)
    this.#leaving.set(
      name,
      leaving.catch(() => undefined),
    )
    await leaving.finally(() => this.#leaving.delete(name))
  }

  async #remove(name: string, opening: Promise<Database>): Promise<void> {
    const database = await opening
    await database.close(noDatabase())
    const trash = join(this.#directory, TRASH + crypto.randomUUID())
    await rename(join(this.#directory, directoryOf(name)), trash)
    await syncDirectory(this.#directory)
    await rm(trash, { recursive: true })
  }

  /** Closes every database; running reads and writes finish. */
  async close(): Promise<void> {
    this.#closing = true
    await Promise.all(this.#leaving.values())
    const opened = await Promise.allSettled(this.#open.values())
    const databases = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    await Promise.all(databases.map((database) => database.close(closing())))
  }
}
