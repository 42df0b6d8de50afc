import { describe, expect, it } from 'vitest'
import { hash, type Connect } from './client.ts'
import { useCouch } from './fixture.ts'

/** What a replicator asks, from either side. */
export function describeReplication(connect: Connect): void {
  describe('replication', () => {
    const couch = useCouch(connect)

    it('is told which revisions are missing, and their possible ancestors', async () => {
      const { client, db } = couch
      await client.plant(db, [
        { _id: 'a', _rev: `1-${hash('a')}` },
        { _id: 'a', _rev: `1-${hash('b')}` },
      ])
      const answer = await client.post(`/${db}/_revs_diff`, {
        a: [`1-${hash('a')}`, `3-${hash('f')}`],
        known: [],
        none: [`1-${hash('c')}`],
        constructor: [`1-${hash('c')}`],
      })
      const possible = expect.arrayContaining([`1-${hash('a')}`, `1-${hash('b')}`]) as string[]
      expect(answer.status).toBe(200)
      expect(answer.body).toEqual({
        a: { missing: [`3-${hash('f')}`], possible_ancestors: possible },
        none: { missing: [`1-${hash('c')}`] },
        constructor: { missing: [`1-${hash('c')}`] },
      })
      expect((await client.post(`/${db}/_revs_diff`, {})).body).toEqual({})
      expect((await client.post(`/${db}/_revs_diff`, [])).status).toBe(400)
      expect((await client.post(`/${db}/_revs_diff`, { a: ['bogus'] })).status).toBe(400)
      expect((await client.post(`/${db}/_revs_diff`, { a: 5 })).status).toBeGreaterThanOrEqual(400)
    })

    it('gets many revisions at once, with history, and errors in their place', async () => {
      const { client, db } = couch
      const a = {
        _id: 'a',
        _rev: `2-${hash('b')}`,
        _revisions: { start: 2, ids: [hash('b'), hash('a')] },
        n: 1,
      }
      await client.plant(db, [a])
      const docs = [
        { id: 'a', rev: a._rev },
        { id: 'a', rev: `1-${hash('a')}` },
        { id: 'none' },
        { id: 'a', rev: `9-${hash('f')}` },
        { id: 'a', rev: 'bogus' },
      ]
      const answer = await client.post(`/${db}/_bulk_get?revs=true`, { docs })
      expect(answer.status).toBe(200)
      const missing = { error: 'not_found', reason: 'missing' }
      expect(answer.body).toMatchObject({
        results: [
          { id: 'a', docs: [{ ok: a }] },
          { id: 'a', docs: [{ error: { id: 'a', rev: `1-${hash('a')}`, ...missing } }] },
          { id: 'none', docs: [{ error: { id: 'none', rev: 'undefined', ...missing } }] },
          { id: 'a', docs: [{ error: { id: 'a', rev: `9-${hash('f')}`, ...missing } }] },
          { id: 'a', docs: [{ error: { id: 'a', rev: 'bogus', error: 'bad_request' } }] },
        ],
      })
      const latest = await client.post(`/${db}/_bulk_get?latest=true`, {
        docs: [{ id: 'a', rev: `1-${hash('a')}` }],
      })
      expect(latest.body).toMatchObject({ results: [{ id: 'a', docs: [{ ok: { _rev: a._rev } }] }] })
      expect((await client.post(`/${db}/_bulk_get`, {})).status).toBe(400)
    })

    it('gets every leaf of a document when it names none', async () => {
      const { client, db } = couch
      await client.plant(db, [
        { _id: 'a', _rev: `1-${hash('a')}`, n: 1 },
        { _id: 'a', _rev: `2-${hash('b')}`, _deleted: true },
      ])
      const { body } = await client.post(`/${db}/_bulk_get`, { docs: [{ id: 'a' }] })
      const leaves = [
        { ok: { _id: 'a', _rev: `1-${hash('a')}`, n: 1 } },
        { ok: { _id: 'a', _rev: `2-${hash('b')}`, _deleted: true } },
      ]
      expect(body).toEqual({ results: [{ id: 'a', docs: expect.arrayContaining(leaves) as object[] }] })
    })

    it('carries two conflicting databases to the same winner', async () => {
      const { client, db } = couch
      const other = `${db}-copy`
      await client.request('PUT', `/${other}?q=1&n=1`)
      for (const name of [db, other]) {
        const leaf = name === db ? hash('a') : hash('b')
        await client.plant(name, [{ _id: 'a', _rev: `1-${leaf}`, in: name }])
      }
      await client.plant(db, [{ _id: 'a', _rev: `1-${hash('b')}`, in: other }])
      await client.plant(other, [{ _id: 'a', _rev: `1-${hash('a')}`, in: db }])
      const [one, two] = await Promise.all([client.get(`/${db}/a`), client.get(`/${other}/a`)])
      expect(one.body).toEqual(two.body)
      await client.request('DELETE', `/${other}`)
    })
  })
}
