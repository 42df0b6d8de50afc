import { errorOf, expectOk, refusalOf } from './answers.ts'
import { CouchError } from './couch-error.ts'
import type { Database } from './database.ts'
import { openDatabase, type DatabaseContext } from './nano-database.ts'
import { backoff, type Pacing } from './pacing.ts'
import { readArray, readText } from './shapes.ts'
import type { Transport } from './transport.ts'
import { openTransport, REQUEST_SOCKETS, refusingBeyond } from './transport.ts'

export { CouchError } from './couch-error.ts'
export type { Database } from './database.ts'
export type { ChangeRow, ChangesPage, Doc, StoredDoc, WriteOutcome } from './documents.ts'

export interface Couch {
  /** Creates the database if absent; q and n pass through (seals: q=1, n=1). */
  ensureDatabase(name: string, options?: { q?: number; n?: number }): Promise<Database>
  database(name: string): Database
  /**
   * Reads for whoever asks over the network: few at a time, over sockets of their own, so that no crowd of readers keeps a
   * write waiting. Beyond a short queue they throw 'unavailable' at once.
   */
  publicReads(name: string): Pick<Database, 'histories' | 'leaves' | 'readMany' | 'revisions'>
  databaseNames(): Promise<string[]>
  /** Also succeeds when there is no such database. */
  deleteDatabase(name: string): Promise<void>
  isUp(): Promise<boolean>
  /** Ends every feed; in-flight requests finish. */
  close(): Promise<void>
}

export interface CouchOptions {
  /** May carry user and password. */
  url: string
  requestTimeoutMs?: number
  pacing?: Pacing
}

const REQUEST_TIMEOUT_MS = 30_000
const HEALTH_TIMEOUT_MS = 3_000
const PUBLIC_SOCKETS = 8
/** A read takes a few milliseconds, so that whoever waits here waits for a fraction of a second. */
const PUBLIC_QUEUE = 200

export function openCouch(options: CouchOptions): Couch {
  const requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS
  const transport = openTransport(options.url, requestTimeoutMs, REQUEST_SOCKETS)
  const publicTransport = refusingBeyond(
    PUBLIC_SOCKETS + PUBLIC_QUEUE,
    openTransport(options.url, requestTimeoutMs, PUBLIC_SOCKETS),
  )
  const closing = new AbortController()
  const pacing = options.pacing ?? backoff
  const context: DatabaseContext = { transport, requestTimeoutMs, pacing, closing: closing.signal }
  return {
    ...serverCalls(transport),
    database: (name) => openDatabase(name, context),
    publicReads: (name) => openDatabase(name, { ...context, transport: publicTransport }),

    async ensureDatabase(name, sizes = {}) {
      const response = await transport.send({ method: 'PUT', database: name, query: { ...sizes } })
      if (refusalOf(response.body).error !== 'file_exists') expectOk(response, `PUT /${name}`)
      return openDatabase(name, context)
    },

    async close() {
      closing.abort()
      await Promise.all([transport.close(), publicTransport.close()])
    },
  }
}

/** What is asked of the server as a whole. */
function serverCalls(transport: Transport): Pick<Couch, 'databaseNames' | 'deleteDatabase' | 'isUp'> {
  return {
    async databaseNames() {
      const response = await transport.send({ method: 'GET', path: '_all_dbs' })
      const names = readArray(expectOk(response, 'GET /_all_dbs'), 'the list of databases')
      return names.map((name) => readText(name, 'the name of a database'))
    },

    async deleteDatabase(name) {
      const response = await transport.send({ method: 'DELETE', database: name })
      if (response.status >= 300 && response.status !== 404) throw errorOf(response, `DELETE /${name}`)
    },

    async isUp() {
      try {
        const response = await transport.send({ method: 'GET', path: '_up', timeoutMs: HEALTH_TIMEOUT_MS })
        return response.status === 200
      } catch (error) {
        if (error instanceof CouchError) return false
        throw error
      }
    },
  }
}
