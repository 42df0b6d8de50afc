import { afterAll, beforeAll, beforeEach } from 'vitest'
import { Client, type Connect, type CouchUnderTest } from './client.ts'

export interface Fixture {
  readonly client: Client
  /** A database of this test alone. */
  readonly db: string
  readonly failsLateDeletions: boolean
}

/** One connection for the suite, one database with one copy for each test, and nothing left behind. */
export function useCouch(connect: Connect): Fixture {
  let couch: CouchUnderTest | undefined
  let client: Client | undefined
  const names: string[] = []
  beforeAll(async () => {
    couch = await connect()
    client = new Client(couch.url)
  })
  beforeEach(async () => {
    const name = `contract-${crypto.randomUUID()}`
    await client?.request('PUT', `/${name}?q=1&n=1`)
    names.push(name)
  })
  afterAll(async () => {
    for (const name of names) await client?.request('DELETE', `/${name}`)
    await couch?.close()
  })
  return {
    get client() {
      if (client === undefined) throw new Error('there is no client before the tests')
      return client
    },
    get failsLateDeletions() {
      return couch?.failsLateDeletions ?? false
    },
    get db() {
      return names.at(-1) ?? ''
    },
  }
}
