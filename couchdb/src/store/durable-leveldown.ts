import leveldown, { type LevelDown } from 'leveldown'
import { syncDirectory } from './sync-directory.ts'

/**
 * LevelDB that has every write on the disk before it says so. PouchDB asks for no sync, so that a power cut would
 * take acknowledged ballots with it; the adapter accepts any leveldown, and this one ignores what it was asked.
 */
class DurableLeveldown extends leveldown implements LevelDown {
  /** Opening renames `CURRENT` into place, and LevelDB leaves it to the file system when that becomes durable. */
  override _open(...[options, callback]: Parameters<LevelDown['_open']>): void {
    super._open(options, (error) => {
      if (error) callback(error)
      else syncDirectory(this.location).then(() => callback(), callback)
    })
  }

  override _put(...[key, value, options, callback]: Parameters<LevelDown['_put']>): void {
    super._put(key, value, { ...options, sync: true }, callback)
  }

  override _del(...[key, options, callback]: Parameters<LevelDown['_del']>): void {
    super._del(key, { ...options, sync: true }, callback)
  }

  override _batch(...[operations, options, callback]: Parameters<LevelDown['_batch']>): void {
    super._batch(operations, { ...options, sync: true }, callback)
  }
}

/** A function, because PouchDB calls its leveldown without `new`; and a named one, because it keys a cache by it. */
export function durableLeveldown(location: string): LevelDown {
  return new DurableLeveldown(location)
}
