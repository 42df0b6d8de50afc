import PouchDB from 'pouchdb-core'
import http from 'pouchdb-adapter-http'
import idb from 'pouchdb-adapter-idb'
import replication from 'pouchdb-replication'

PouchDB.plugin(idb).plugin(http).plugin(replication)

export type Copy = PouchDB.Database
/** With the part of it that the replication plugin adds. */
interface Replicating {
  readonly replicate: {
    from(source: PouchDB.Database, options: object): Replication
  }
}

export interface Replication extends Promise<unknown> {
  on(event: 'change', listener: (change: { readonly last_seq: number | string }) => void): this
}

/** Revision trees are kept whole, and no revision's content is thrown away. */
export function openCopy(election: string): Copy {
  return new PouchDB(`urna-observer-${election}`, { adapter: 'idb' })
}

/** @param url of a mirror: the election's public documents over CouchDB's protocol. */
export function openMirror(url: string): PouchDB.Database {
  return new PouchDB(url, {
    adapter: 'http',
    skip_setup: true,
    fetch: (input: string | Request, init?: RequestInit) => fetch(input, { ...init, credentials: 'omit' }),
  })
}

export function replicate(mirror: PouchDB.Database, copy: Copy, options: object): Replication {
  return (copy as Copy & Replicating).replicate.from(mirror, options)
}
