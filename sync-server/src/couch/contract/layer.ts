import { afterAll, beforeAll, beforeEach } from 'vitest'
import { openCouch, type Couch, type Database, type Doc } from '../couch.ts'

export type Connect = () => Promise<{ url: string; close(): Promise<void> }>

/** What each test of the suite works with: one connection, and a database with one copy of its own. */
export interface Layer {
  readonly url: string
  readonly couch: Couch
  readonly db: Database
  /** Writes, and returns the revision. */
  written(doc: Doc): Promise<string>
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** Databases have random names and are removed. */
export function useLayer(connect: Connect): Layer {
  let engine: Awaited<ReturnType<Connect>>
  let couch: Couch
  let db: Database
  const names: string[] = []
  beforeAll(async () => {
    engine = await connect()
    couch = openCouch({ url: engine.url })
  })
  beforeEach(async () => {
    db = await couch.ensureDatabase(`layer-${crypto.randomUUID()}`, { q: 1, n: 1 })
    names.push(db.name)
  })
  afterAll(async () => {
    for (const name of names) await couch.deleteDatabase(name)
    await couch.close()
    await engine.close()
  })
  return {
    get url() {
      return engine.url
    },
    get couch() {
      return couch
    },
    get db() {
      return db
    },
    async written(doc) {
      const outcome = await db.write(doc)
      if (outcome.kind !== 'written') throw new Error(`${outcome.kind} instead of written`)
      return outcome.rev
    },
  }
}
