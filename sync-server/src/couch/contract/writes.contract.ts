import { describe, expect, it } from 'vitest'
import type { Layer } from './layer.ts'

export function describeWrites(layer: Layer): void {
  describe('writes', () => {
    it('says what became of each document of a batch, in its place', async () => {
      const rev = await layer.written({ _id: 'a', n: 1 })
      const docs = [{ _id: 'new' }, { _id: 'a', n: 2 }, { _id: 'a', n: 3, _rev: rev }, { _id: 'other' }]
      expect(await layer.db.writeAll(docs)).toMatchObject([
        { kind: 'written', id: 'new' },
        { kind: 'conflict', id: 'a' },
        { kind: 'written', id: 'a' },
        { kind: 'written', id: 'other' },
      ])
      expect(await layer.db.writeAll([])).toEqual([])
    })

    it('refuses a batch as a whole when one document is no document', async () => {
      const outcomes = await layer.db.writeAll([{ _id: 'good' }, { _id: 'bad', _unknown: 1 }])
      const refused = { kind: 'refused', error: 'doc_validation' }
      expect(outcomes).toMatchObject([
        { ...refused, id: 'good' },
        { ...refused, id: 'bad' },
      ])
      expect(await layer.db.read('good')).toBeUndefined()
    })

    it('swaps for exactly one of three at one revision, thirty times', async () => {
      let rev: string | undefined
      for (let round = 0; round < 30; round += 1) {
        const doc = { _id: 'seal', round, ...(rev !== undefined && { _rev: rev }) }
        const outcomes = await Promise.all(
          ['a', 'b', 'c'].map((by) => layer.db.compareAndSwap({ ...doc, by })),
        )
        const winners = outcomes.flatMap((outcome) => (outcome.kind === 'written' ? [outcome.rev] : []))
        expect(winners).toHaveLength(1)
        expect(outcomes.filter(({ kind }) => kind === 'conflict')).toHaveLength(2)
        rev = winners[0]
      }
      expect(await layer.db.leaves('seal')).toMatchObject([{ _rev: rev, round: 29 }])
    })

    it('swaps to a deletion too', async () => {
      const rev = await layer.written({ _id: 'a' })
      expect(await layer.db.compareAndSwap({ _id: 'a', _rev: rev, _deleted: true })).toMatchObject({
        kind: 'written',
      })
      expect(await layer.db.read('a')).toBeUndefined()
    })

    it('heals an id by planting the true leaf beside what is there', async () => {
      const garbage = await layer.written({ _id: 'ballot', garbage: true })
      const truth = { _id: 'ballot', _rev: `1-${'f'.repeat(32)}`, truth: true }
      await layer.db.plant([truth])
      await layer.db.plant([truth])
      await layer.db.plant([])
      const leaves = await layer.db.leaves('ballot')
      expect(leaves.map(({ _rev }) => _rev).sort()).toEqual([garbage, truth._rev].sort())
      expect(leaves).toContainEqual(truth)
      const { rows } = await layer.db.changes({ since: '0', limit: 10, includeDocs: false })
      expect(rows).toMatchObject([{ id: 'ballot', deleted: false }])
      expect(new Set(rows[0]?.revs)).toEqual(new Set([garbage, truth._rev]))
    })

    it('keeps members that are called __proto__', async () => {
      const deep: unknown = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}')
      await layer.written({ _id: 'a', deep })
      expect(JSON.stringify((await layer.db.read('a'))?.['deep'])).toBe(JSON.stringify(deep))
    })
  })
}
