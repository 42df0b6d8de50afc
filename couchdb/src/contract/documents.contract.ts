import { describe, expect, it } from 'vitest'
import { hash, textIn, type Connect } from './client.ts'
import { useCouch } from './fixture.ts'

const CONFLICT = { status: 409, body: { error: 'conflict', reason: 'Document update conflict.' } }
const MISSING = { status: 404, body: { error: 'not_found', reason: 'missing' } }
const DELETED = { status: 404, body: { error: 'not_found', reason: 'deleted' } }

export function describeDocuments(connect: Connect): void {
  describe('documents', () => {
    const couch = useCouch(connect)

    it('are written, read, replaced and deleted', async () => {
      const { client, db } = couch
      expect(await client.get(`/${db}/a`)).toMatchObject(MISSING)
      const created = await client.put(`/${db}/a`, { n: 1, nested: { list: [1, 'two', null, true, 0.5] } })
      const first = textIn(created, 'rev')
      expect(created).toMatchObject({ status: 201, body: { ok: true, id: 'a' } })
      expect(first).toMatch(/^1-[0-9a-f]{32}$/)
      const read = await client.get(`/${db}/a`)
      expect(read.body).toEqual({
        _id: 'a',
        _rev: first,
        n: 1,
        nested: { list: [1, 'two', null, true, 0.5] },
      })
      expect(read.headers.get('etag')).toBe(`"${first}"`)
      const second = await client.write(db, { _id: 'a', _rev: first, n: 2 })
      expect(second).toMatch(/^2-/)
      const deleted = await client.request('DELETE', `/${db}/a?rev=${second}`)
      expect(deleted).toMatchObject({ status: 200, body: { ok: true, id: 'a' } })
      expect(await client.get(`/${db}/a`)).toMatchObject(DELETED)
      expect((await client.request('HEAD', `/${db}/a`)).status).toBe(404)
    })

    it('are not overwritten without their revision, nor with an old one', async () => {
      const { client, db } = couch
      const first = await client.write(db, { _id: 'a', n: 1 })
      await client.write(db, { _id: 'a', n: 2, _rev: first })
      expect(await client.put(`/${db}/a`, { n: 3 })).toMatchObject(CONFLICT)
      expect(await client.put(`/${db}/a`, { n: 3, _rev: first })).toMatchObject(CONFLICT)
      expect(await client.put(`/${db}/a`, { n: 3, _rev: `1-${hash('f')}` })).toMatchObject(CONFLICT)
      expect((await client.get(`/${db}/a`)).body).toMatchObject({ n: 2 })
    })

    it('are not written a second time with the same content', async () => {
      const { client, db } = couch
      const rev = await client.write(db, { _id: 'a', n: 1 })
      expect(await client.put(`/${db}/a`, { n: 1 })).toMatchObject(CONFLICT)
      const next = await client.write(db, { _id: 'a', n: 1, _rev: rev })
      expect(next).toMatch(/^2-/)
      expect(await client.put(`/${db}/a`, { n: 1, _rev: rev })).toMatchObject(CONFLICT)
    })

    it('let exactly one of three writers win at one revision, thirty times', async () => {
      const { client, db } = couch
      let rev = await client.write(db, { _id: 'seal', round: 0 })
      for (let round = 1; round <= 30; round += 1) {
        const writers = ['a', 'b', 'c'].map((by) => client.put(`/${db}/seal`, { _rev: rev, round, by }))
        const answers = await Promise.all(writers)
        const won = answers.filter(({ status }) => status === 201)
        expect(won).toHaveLength(1)
        expect(answers.filter(({ status }) => status === 409)).toHaveLength(2)
        for (const answer of won) rev = textIn(answer, 'rev')
        expect((await client.get(`/${db}/seal?conflicts=true`)).body).toMatchObject({ _rev: rev, round })
      }
      expect((await client.get(`/${db}/seal?open_revs=all`)).body).toHaveLength(1)
    })

    it('take their revision from the address or from a header, but not two different ones', async () => {
      const { client, db } = couch
      const first = await client.write(db, { _id: 'a', n: 1 })
      const second = await client.put(`/${db}/a?rev=${first}`, { n: 2 })
      expect(second.status).toBe(201)
      const match = { 'if-match': textIn(second, 'rev') }
      const third = await client.request('PUT', `/${db}/a`, { body: { n: 3 }, headers: match })
      expect(third.status).toBe(201)
      const both = await client.put(`/${db}/a?rev=${first}`, { n: 4, _rev: textIn(third, 'rev') })
      expect(both).toMatchObject({ status: 400, body: { error: 'bad_request' } })
    })

    it('are not sent again to whoever has them', async () => {
      const { client, db } = couch
      const rev = await client.write(db, { _id: 'a' })
      const answer = await client.request('GET', `/${db}/a`, { headers: { 'if-none-match': `"${rev}"` } })
      expect(answer.status).toBe(304)
    })

    it('are deleted by their own member too, and come back without a revision only', async () => {
      const { client, db } = couch
      const first = await client.write(db, { _id: 'a', n: 1 })
      const tombstone = await client.put(`/${db}/a`, { _rev: first, _deleted: true, why: 'moved' })
      expect(tombstone.status).toBe(200)
      const rev = textIn(tombstone, 'rev')
      const body = { _id: 'a', _rev: rev, _deleted: true, why: 'moved' }
      expect((await client.get(`/${db}/a?rev=${rev}`)).body).toEqual(body)
      expect((await client.get(`/${db}/a?open_revs=all`)).body).toEqual([{ ok: body }])
      expect(await client.put(`/${db}/a`, { n: 2, _rev: rev })).toMatchObject(CONFLICT)
      expect(await client.put(`/${db}/a`, { _deleted: true })).toMatchObject(CONFLICT)
      expect(await client.request('DELETE', `/${db}/a?rev=${rev}`)).toMatchObject(DELETED)
      expect(await client.write(db, { _id: 'a', n: 2 })).toMatch(/^3-/)
    })

    it('stay deleted when a write from before the deletion is repeated', async () => {
      const { client, db } = couch
      const first = await client.write(db, { _id: 'a', n: 1 })
      const second = await client.write(db, { _id: 'a', n: 2, _rev: first })
      await client.request('DELETE', `/${db}/a?rev=${second}`)
      expect(await client.put(`/${db}/a`, { n: 2, _rev: first })).toMatchObject(CONFLICT)
      expect(await client.get(`/${db}/a`)).toMatchObject(DELETED)
    })

    it('are deleted only with their revision', async () => {
      const { client, db } = couch
      await client.write(db, { _id: 'a' })
      expect(await client.request('DELETE', `/${db}/a`)).toMatchObject(CONFLICT)
      expect(await client.request('DELETE', `/${db}/a?rev=1-${hash('f')}`)).toMatchObject(CONFLICT)
      expect(await client.request('DELETE', `/${db}/none?rev=1-${hash('f')}`)).toMatchObject(MISSING)
    })

    it('get an id when they are posted without one', async () => {
      const { client, db } = couch
      const answer = await client.post(`/${db}`, { n: 1 })
      expect(answer.status).toBe(201)
      expect((await client.get(`/${db}/${textIn(answer, 'id')}`)).body).toMatchObject({ n: 1 })
      expect((await client.post(`/${db}`, { _id: 'named', n: 2 })).body).toMatchObject({
        ok: true,
        id: 'named',
      })
      expect(await client.post(`/${db}`, { _id: 'named', n: 3 })).toMatchObject(CONFLICT)
    })

    it('have a history', async () => {
      const { client, db } = couch
      const first = await client.write(db, { _id: 'a', n: 1 })
      const second = await client.write(db, { _id: 'a', n: 2, _rev: first })
      const ids = [second, first].map((rev) => rev.split('-')[1])
      expect((await client.get(`/${db}/a?revs=true`)).body).toMatchObject({ _revisions: { start: 2, ids } })
      const info = (await client.get(`/${db}/a?revs_info=true`)).body
      expect(info).toMatchObject({ _revs_info: [{ rev: second, status: 'available' }, { rev: first }] })
    })

    it('are read at a revision that is a leaf, and missing at any other', async () => {
      const { client, db } = couch
      const rev = await client.write(db, { _id: 'a', n: 1 })
      expect((await client.get(`/${db}/a?rev=${rev}`)).body).toMatchObject({ _rev: rev })
      expect(await client.get(`/${db}/a?rev=9-${hash('f')}`)).toMatchObject(MISSING)
      expect(await client.get(`/${db}/a?rev=bogus`)).toMatchObject({
        status: 400,
        body: { error: 'bad_request' },
      })
    })

    it('a revision that was replaced or deleted can still be read by its name', async () => {
      const { client, db } = couch
      const first = await client.write(db, { _id: 'a', n: 1 })
      const second = await client.write(db, { _id: 'a', _rev: first, n: 2 })
      await client.request('DELETE', `/${db}/a?rev=${second}`)
      expect((await client.get(`/${db}/a?rev=${first}`)).body).toEqual({ _id: 'a', _rev: first, n: 1 })
      expect((await client.get(`/${db}/a?rev=${second}`)).body).toEqual({ _id: 'a', _rev: second, n: 2 })
      const docs = [first, second].map((rev) => ({ id: 'a', rev }))
      const { body } = await client.post(`/${db}/_bulk_get`, { docs })
      expect(body).toMatchObject({ results: [{ docs: [{ ok: { n: 1 } }] }, { docs: [{ ok: { n: 2 } }] }] })
    })
  })
}
