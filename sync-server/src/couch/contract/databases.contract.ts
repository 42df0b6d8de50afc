import { describe, expect, it } from 'vitest'
import { collect, type Layer } from './layer.ts'

export function describeDatabases(layer: Layer): void {
  describe('databases', () => {
    it('is up', async () => {
      expect(await layer.couch.isUp()).toBe(true)
    })

    it('ensures a database that is there already, and keeps what it holds', async () => {
      await layer.written({ _id: 'a', n: 1 })
      const again = await layer.couch.ensureDatabase(layer.db.name)
      expect(await again.read('a')).toMatchObject({ n: 1 })
      expect(await layer.couch.databaseNames()).toContain(layer.db.name)
      await expect(layer.couch.ensureDatabase('Not A Name')).rejects.toMatchObject({ code: 'unexpected' })
    })

    it('deletes a database, and does not mind when it is gone', async () => {
      await layer.couch.deleteDatabase(layer.db.name)
      await layer.couch.deleteDatabase(layer.db.name)
      expect(await layer.couch.databaseNames()).not.toContain(layer.db.name)
    })

    it('never takes a missing database for a missing document', async () => {
      const none = layer.couch.database('layer-none')
      const gone = { name: 'CouchError', code: 'not-found' }
      await expect(none.read('a')).rejects.toMatchObject(gone)
      await expect(none.readMany(['a'])).rejects.toMatchObject(gone)
      await expect(none.leaves('a')).rejects.toMatchObject(gone)
      await expect(none.leavesOfMany(['a'])).rejects.toMatchObject(gone)
      await expect(none.write({ _id: 'a' })).rejects.toMatchObject(gone)
      await expect(none.compareAndSwap({ _id: 'a' })).rejects.toMatchObject(gone)
      await expect(none.plant([{ _id: 'a', _rev: '1-a' }])).rejects.toMatchObject(gone)
      await expect(none.info()).rejects.toMatchObject(gone)
      await expect(none.changes({ since: '0', limit: 1, includeDocs: false })).rejects.toMatchObject(gone)
      await expect(collect(none.range({ startKey: '', endKey: 'z' }))).rejects.toMatchObject(gone)
    })
  })
}
