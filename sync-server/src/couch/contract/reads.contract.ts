import { describe, expect, it } from 'vitest'
import { collect, type Layer } from './layer.ts'

export function describeReads(layer: Layer): void {
  describe('reads', () => {
    it('reads what it wrote, and nothing for missing and deleted documents', async () => {
      const rev = await layer.written({ _id: 'a', deep: { list: [1, 'é', null] } })
      expect(await layer.db.read('a')).toEqual({ _id: 'a', _rev: rev, deep: { list: [1, 'é', null] } })
      expect(await layer.db.read('none')).toBeUndefined()
      await layer.written({ _id: 'a', _rev: rev, _deleted: true })
      expect(await layer.db.read('a')).toBeUndefined()
      expect(await layer.db.leaves('a')).toEqual([])
      expect(await layer.db.leaves('none')).toEqual([])
    })

    it('reads what was replaced and what was deleted, the leaves first', async () => {
      const first = await layer.written({ _id: 'a', n: 1 })
      const second = await layer.written({ _id: 'a', _rev: first, n: 2 })
      const deleted = await layer.written({ _id: 'a', _rev: second, _deleted: true })
      const planted = { _id: 'a', _rev: `1-${'a'.repeat(32)}`, n: 3 }
      await layer.db.plant([planted])
      const revisions = await layer.db.revisions('a')
      const leaves = [planted, { _id: 'a', _rev: deleted, _deleted: true }]
      expect(revisions.slice(0, 2)).toEqual(expect.arrayContaining(leaves))
      const older = [
        { _id: 'a', _rev: first, n: 1 },
        { _id: 'a', _rev: second, n: 2 },
      ]
      expect(revisions.slice(2)).toEqual(expect.arrayContaining(older))
      expect(revisions).toHaveLength(4)
      expect(await layer.db.revisions('none')).toEqual([])
    })

    it('reads the leaves of many in the order of the ids, winners, others and nothing for deletions', async () => {
      const { db } = layer
      const winner = { _id: 'two', _rev: `1-${'f'.repeat(32)}`, is: 'winner' }
      const other = { _id: 'two', _rev: `1-${'0'.repeat(32)}`, is: 'other' }
      await db.plant([winner, other, { _id: 'gone', _rev: `1-${'a'.repeat(32)}`, _deleted: true }])
      await db.plant([{ _id: 'half', _rev: `1-${'b'.repeat(32)}` }])
      await db.plant([{ _id: 'half', _rev: `1-${'c'.repeat(32)}`, _deleted: true }])
      const rev = await layer.written({ _id: 'ballot:Zm9v_-', is: 'one' })
      const [one, none, two, gone, half] = await db.leavesOfMany([
        'ballot:Zm9v_-',
        'none',
        'two',
        'gone',
        'half',
      ])
      expect(one).toEqual([{ _id: 'ballot:Zm9v_-', _rev: rev, is: 'one' }])
      expect(none).toEqual([])
      expect(two).toHaveLength(2)
      expect(two).toEqual(expect.arrayContaining([winner, other]))
      expect(gone).toEqual([])
      expect(half).toMatchObject([{ _rev: `1-${'b'.repeat(32)}` }])
      expect(await db.leavesOfMany([])).toEqual([])
    })

    it('reads the leaves of five hundred at once', async () => {
      const ids = Array.from({ length: 500 }, (_, n) => `d${n}`)
      await layer.db.writeAll(ids.map((_id) => ({ _id })))
      const leaves = await layer.db.leavesOfMany([...ids].reverse())
      expect(leaves.map((some) => some?.map(({ _id }) => _id))).toEqual([...ids].reverse().map((id) => [id]))
    })

    it('reads every leaf with its history, deletions too, the winner first', async () => {
      const first = await layer.written({ _id: 'edited', is: 1 })
      const second = await layer.written({ _id: 'edited', _rev: first, is: 2 })
      const planted = [`1-${'b'.repeat(32)}`, `1-${'c'.repeat(32)}`]
      await layer.db.plant(planted.map((_rev) => ({ _id: 'planted', _rev })))
      await layer.db.plant([{ _id: 'planted', _rev: `3-${'a'.repeat(32)}`, _deleted: true }])
      const [edited, none, two] = await layer.db.histories(['edited', 'none', 'planted'])
      const ids = [second, first].map((rev) => rev.slice(2))
      expect(edited).toEqual([{ _id: 'edited', _rev: second, is: 2, _revisions: { start: 2, ids } }])
      expect(none).toEqual([])
      expect(two?.map(({ _rev }) => _rev)).toEqual([...planted.reverse(), `3-${'a'.repeat(32)}`])
      expect(two?.at(-1)?._deleted).toBe(true)
      expect(await layer.db.histories([])).toEqual([])
    })

    it('reads many in the order of the ids', async () => {
      await layer.db.writeAll(['a', 'b', 'c'].map((_id) => ({ _id, is: _id })))
      const gone = await layer.written({ _id: 'gone' })
      await layer.written({ _id: 'gone', _rev: gone, _deleted: true })
      const docs = await layer.db.readMany(['c', 'none', 'a', 'gone', 'c'])
      expect(docs.map((doc) => doc?.['is'])).toEqual(['c', undefined, 'a', undefined, 'c'])
      expect(await layer.db.readMany([])).toEqual([])
    })

    it.each([
      'ballot:Zm9v_-YmFy_local-_design',
      'a/b',
      'a b+c',
      '中 and 😀',
      '?x=1#y',
      '%2F',
      '_design/app',
      '__proto',
    ])('addresses the id %j everywhere', async (id) => {
      if (id.startsWith('__')) {
        expect(await layer.db.write({ _id: id })).toMatchObject({ kind: 'refused', error: 'illegal_docid' })
        return
      }
      const first = await layer.db.compareAndSwap({ _id: id, n: 1 })
      if (first.kind !== 'written') throw new Error(first.kind)
      expect(await layer.db.compareAndSwap({ _id: id, n: 2, _rev: first.rev })).toMatchObject({
        kind: 'written',
        id,
      })
      expect(await layer.db.read(id)).toMatchObject({ _id: id, n: 2 })
      expect(await layer.db.readMany([id])).toMatchObject([{ _id: id, n: 2 }])
      expect(await layer.db.leaves(id)).toMatchObject([{ _id: id, n: 2 }])
      const range = layer.db.range({ startKey: id, endKey: id })
      expect(await collect(range)).toMatchObject([{ _id: id, n: 2 }])
    })

    it.each(['', '.', '..'])('refuses to address %j, which a URL cannot carry', async (id) => {
      await expect(layer.db.read(id)).rejects.toMatchObject({ code: 'unexpected' })
      await expect(layer.db.compareAndSwap({ _id: id })).rejects.toMatchObject({ code: 'unexpected' })
    })

    it('ranges over more documents than a page holds, both ends included', async () => {
      const ids = Array.from({ length: 1201 }, (_, n) => `d${String(n).padStart(4, '0')}`)
      await layer.db.writeAll(ids.map((_id) => ({ _id })))
      await layer.db.writeAll([{ _id: 'c' }, { _id: 'e' }])
      const all = await collect(layer.db.range({ startKey: 'd0000', endKey: 'd1200' }))
      expect(all.map(({ _id }) => _id)).toEqual(ids)
      const part = await collect(layer.db.range({ startKey: 'd0100', endKey: 'e', limit: 700 }))
      expect(part.map(({ _id }) => _id)).toEqual(ids.slice(100, 800))
      expect(await collect(layer.db.range({ startKey: 'x', endKey: 'z' }))).toEqual([])
    })

    it('ranges over every document that stays, while others go', async () => {
      const ids = Array.from({ length: 1001 }, (_, n) => `d${String(n).padStart(4, '0')}`)
      await layer.db.writeAll(ids.map((_id) => ({ _id })))
      const seen: string[] = []
      for await (const doc of layer.db.range({ startKey: 'd', endKey: 'e' })) {
        seen.push(doc._id)
        // Whatever the pages begin with, the document before is gone by then.
        if (Number(doc._id.slice(1)) % 100 === 99)
          await layer.db.write({ _id: doc._id, _rev: doc._rev, _deleted: true })
      }
      expect(seen).toEqual(ids)
    })

    it('pages through the changes', async () => {
      await layer.db.writeAll(['a', 'b', 'c', 'd', 'e'].map((_id) => ({ _id, is: _id })))
      const gone = await layer.written({ _id: 'gone' })
      await layer.written({ _id: 'gone', _rev: gone, _deleted: true })
      const seen: unknown[] = []
      let page = await layer.db.changes({ since: '0', limit: 4, includeDocs: true })
      expect(page.pending).toBeGreaterThan(0)
      seen.push(...page.rows.map(({ doc }) => doc?.['is']))
      page = await layer.db.changes({ since: page.lastSeq, limit: 4, includeDocs: true })
      expect(page.pending).toBe(0)
      expect(page.rows.at(-1)).toMatchObject({ id: 'gone', deleted: true })
      seen.push(...page.rows.map(({ doc }) => doc?.['is']))
      expect(seen).toEqual(['a', 'b', 'c', 'd', 'e', undefined])
      page = await layer.db.changes({ since: page.lastSeq, limit: 4, includeDocs: false })
      expect(page).toMatchObject({ rows: [], pending: 0 })
    })

    it('counts documents', async () => {
      const before = await layer.db.info()
      expect(before.docCount).toBe(0)
      await layer.written({ _id: 'a' })
      const after = await layer.db.info()
      expect(after.docCount).toBe(1)
      expect(after.updateSeq).not.toBe(before.updateSeq)
    })
  })
}
