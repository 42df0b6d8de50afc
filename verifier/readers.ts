import Tinypool from 'tinypool'
import type { BundleLine } from './bundle.ts'
import type { ReadDocument, ReadSettings } from './read-documents.ts'
import { readDocuments } from './read-documents.ts'

/** Enough that handing a block over costs nothing beside reading it: about 10 ms. */
const BLOCK = 128

/** Reads blocks of lines: in threads, or here. */
interface Desk {
  readonly read: (lines: readonly BundleLine[]) => Promise<readonly ReadDocument[]>
  readonly close: () => Promise<void>
}

/** Reads lines on every processor, and hands the documents over in the order in which the lines came. */
export class Readers {
  readonly #desk: Desk
  readonly #most: number
  readonly #take: (document: ReadDocument) => void
  readonly #running: Promise<readonly ReadDocument[]>[] = []
  #block: BundleLine[] = []

  /** @param threads 0 reads in this one. */
  constructor(settings: ReadSettings, take: (document: ReadDocument) => void, threads: number) {
    this.#desk = threads === 0 ? openHere(settings) : openThreads(settings, threads)
    this.#most = 2 * threads
    this.#take = take
  }

  /** Resolves when another may be given: as much waits as keeps every processor busy, and no more. */
  async read(line: BundleLine): Promise<void> {
    this.#block.push(line)
    if (this.#block.length >= BLOCK) this.#send()
    while (this.#running.length > this.#most) await this.#takeFirst()
  }

  /** Resolves when all that were given are read and handed over. */
  async drain(): Promise<void> {
    this.#send()
    while (this.#running.length > 0) await this.#takeFirst()
  }

  async close(): Promise<void> {
    await this.#desk.close()
  }

  #send(): void {
    if (this.#block.length === 0) return
    const reading = this.#desk.read(this.#block)
    // Whoever waits for it hears of a failure; until then it is nobody's.
    reading.catch(() => undefined)
    this.#running.push(reading)
    this.#block = []
  }

  async #takeFirst(): Promise<void> {
    for (const document of (await this.#running.shift()) ?? []) this.#take(document)
  }
}

function openHere(settings: ReadSettings): Desk {
  return { read: (lines) => readDocuments(lines, settings), close: () => Promise.resolve() }
}

function openThreads(workerData: ReadSettings, threads: number): Desk {
  const filename = new URL('./read-worker.mjs', import.meta.url).href
  const pool = new Tinypool({ filename, workerData, minThreads: threads, maxThreads: threads })
  return {
    read: (lines) => pool.run(lines) as Promise<readonly ReadDocument[]>,
    close: () => pool.destroy(),
  }
}
