/**
 * The parts of PouchDB and LevelDB that the store uses, as they are called here. The published types bring the DOM
 * into the server and leave out what matters most: the adapter and the revision tree. They are attached to the bare
 * name of the package, hence the path.
 */

declare module 'pouchdb-core/lib/index.js' {
  import type { EventEmitter } from 'node:events'
  import type { StoredDocument } from '#couchdb/store/document-store'
  import type { RevisionTree } from '#couchdb/store/revision-tree'

  export interface PouchRow {
    ok?: true
    id: string
    rev: string
    name?: string
    message?: string
  }
  interface PouchChange {
    seq: number
    id: string
    deleted?: true
    changes: { rev: string }[]
    doc: StoredDocument
  }
  export interface PouchReplication extends EventEmitter, PromiseLike<PouchOutcome> {
    cancel(): void
  }
  export interface PouchOutcome {
    ok: boolean
    status: string
    last_seq: number | string
    docs_read: number
    docs_written: number
    doc_write_failures: number
  }
  export default class PouchDB extends EventEmitter {
    static prefix: string
    static plugin(plugin: unknown): typeof PouchDB
    static adapter(name: string, adapter: object): void
    constructor(name: string, options?: object)
    readonly replicate: { from(remote: PouchDB, options?: object): PouchReplication }
    sync(remote: PouchDB, options?: object): PouchReplication
    id(): Promise<string>
    info(): Promise<{ doc_count: number; update_seq: number }>
    get(id: string, options?: object): Promise<StoredDocument>
    put(doc: object): Promise<unknown>
    remove(doc: object): Promise<unknown>
    bulkDocs(docs: object[], options: object): Promise<PouchRow[]>
    allDocs(
      options: object,
    ): Promise<{ rows: { id: string; value: { rev: string }; doc?: StoredDocument }[] }>
    changes(options: object): Promise<{ results: PouchChange[]; last_seq: number | string }>
    compact(): Promise<unknown>
    close(): Promise<void>
    _getRevisionTree(id: string, callback: (error: unknown, tree: RevisionTree) => void): void
  }
}

declare module 'pouchdb-adapter-leveldb-core' {
  export default function LevelPouch(this: object, options: object, callback: (error: unknown) => void): void
}

declare module 'pouchdb-adapter-http' {
  const plugin: unknown
  export default plugin
}

declare module 'pouchdb-replication' {
  const plugin: unknown
  export default plugin
}

declare module 'leveldown' {
  type Done = (error?: Error | null) => void
  type Bytes = string | Buffer
  interface LevelIterator {
    next(callback: (error: Error | null | undefined, key?: Buffer, value?: Buffer) => void): void
    end(callback: Done): void
  }
  interface LevelDown {
    open(options: object, callback: Done): void
    get(key: string, options: object, callback: (error: Error | null, value: Bytes) => void): void
    put(key: string, value: string, callback: Done): void
    close(callback: Done): void
    iterator(options: object): LevelIterator
    readonly location: string
    _open(options: object, callback: Done): void
    _put(key: Bytes, value: Bytes, options: object, callback: Done): void
    _del(key: Bytes, options: object, callback: Done): void
    _batch(operations: object[], options: object, callback: Done): void
  }
  interface LevelDownConstructor {
    new (location: string): LevelDown
    readonly prototype: LevelDown
  }
  const leveldown: LevelDownConstructor
  export default leveldown
  export type { LevelDown }
}

declare module 'pouchdb-selector-core' {
  export function massageSelector(selector: object): Record<string, unknown>
  export function rowFilter(doc: object, selector: object, fields: string[]): boolean
  export function createFieldSorter(sort: object[]): (a: { doc: object }, b: { doc: object }) => number
  export function parseField(path: string): string[]
  export function getFieldFromDoc(doc: object, path: string[]): unknown
  export function setFieldInDoc(doc: object, path: string[], value: unknown): void
}
