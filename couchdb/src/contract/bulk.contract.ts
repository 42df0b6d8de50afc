import { describe, expect, it } from 'vitest'
import { hash, type Connect } from './client.ts'
import { useCouch } from './fixture.ts'

const rev = expect.stringMatching(/^\d+-[0-9a-f]{32}$/) as string

export function describeBulk(connect: Connect): void {
  describe('_bulk_docs', () => {
    const couch = useCouch(connect)
    const bulk = (body: unknown) => couch.client.post(`/${couch.db}/_bulk_docs`, body)

    it('answers each document in its place: new, replaced, in conflict, deleted, unnamed', async () => {
      const { client, db } = couch
      const a = await client.write(db, { _id: 'a', n: 1 })
      const b = await client.write(db, { _id: 'b', n: 1 })
      await client.write(db, { _id: 'c', n: 1 })
      const answer = await bulk({
        docs: [
          { _id: 'new', n: 1 },
          { _id: 'a', _rev: a, n: 2 },
          { _id: 'c', n: 2 },
          { _id: 'b', _rev: b, _deleted: true },
          { n: 5 },
          { _id: 'new', n: 2 },
          { _id: '_local/l', n: 1 },
          { _id: 'tombstone', _deleted: true },
        ],
      })
      expect(answer.status).toBe(201)
      const conflict = { error: 'conflict', reason: 'Document update conflict.' }
      expect(answer.body).toEqual([
        { ok: true, id: 'new', rev },
        { ok: true, id: 'a', rev },
        { id: 'c', ...conflict },
        { ok: true, id: 'b', rev },
        { ok: true, id: expect.stringMatching(/^[0-9a-f]{32}$/) as string, rev },
        { id: 'new', ...conflict },
        { ok: true, id: '_local/l', rev: '0-1' },
        { ok: true, id: 'tombstone', rev },
      ])
      expect((await client.get(`/${db}/c`)).body).toMatchObject({ n: 1 })
      expect((await client.get(`/${db}/new`)).body).toMatchObject({ n: 1 })
      expect((await client.get(`/${db}/b`)).status).toBe(404)
      expect((await client.get(`/${db}/tombstone`)).body).toMatchObject({ reason: 'deleted' })
    })

    it('takes nothing for nothing', async () => {
      expect(await bulk({ docs: [] })).toMatchObject({ status: 201, body: [] })
    })

    it.each([
      [{}, 'bad_request'],
      [{ docs: {} }, 'bad_request'],
      [[], 'bad_request'],
      [{ docs: [{ _id: 'good' }, 5] }, 'bad_request'],
      [{ docs: [{ _id: 'good' }, { _id: '_bad' }] }, 'illegal_docid'],
      [{ docs: [{ _id: 'good' }, { _id: 'b', _bad: 1 }] }, 'doc_validation'],
      [{ docs: [{ _id: 'good' }, { _id: 'b', _rev: 'x' }] }, 'bad_request'],
      [{ docs: [{ _id: 'good' }], new_edits: false }, 'bad_request'],
    ])('writes nothing of %j', async (body, error) => {
      expect(await bulk(body)).toMatchObject({ status: 400, body: { error } })
      expect((await couch.client.get(`/${couch.db}/good`)).status).toBe(404)
    })

    it('wants JSON that says so', async () => {
      const plain = { text: '{"docs":[{"_id":"a"}]}', headers: { 'content-type': 'text/plain' } }
      const answer = await couch.client.request('POST', `/${couch.db}/_bulk_docs`, plain)
      expect(answer).toMatchObject({ status: 415, body: { error: 'bad_content_type' } })
      expect((await couch.client.request('POST', `/${couch.db}/_bulk_docs`, { text: '{x' })).status).toBe(400)
      expect((await couch.client.get(`/${couch.db}/_bulk_docs`)).status).toBe(405)
    })

    it('writes five hundred at once', async () => {
      const docs = Array.from({ length: 500 }, (_, n) => ({ _id: `d${n}`, n }))
      const answer = await bulk({ docs })
      expect(answer.body).toEqual(docs.map(({ _id }) => ({ ok: true, id: _id, rev })))
      expect((await couch.client.get(`/${couch.db}`)).body).toMatchObject({ doc_count: 500 })
    })
  })

  describe('_bulk_docs without new edits', () => {
    const couch = useCouch(connect)

    it('adds a second leaf beside the first, and both can be read', async () => {
      const { client, db } = couch
      const garbage = { _id: 'a', _rev: `1-${hash('a')}`, n: 'garbage' }
      const truth = { _id: 'a', _rev: `1-${hash('b')}`, n: 'truth' }
      await client.plant(db, [garbage])
      await client.plant(db, [truth])
      const leaves = (await client.get(`/${db}/a?open_revs=all`)).body
      expect(leaves).toHaveLength(2)
      expect(leaves).toEqual(expect.arrayContaining([{ ok: garbage }, { ok: truth }]))
      expect((await client.get(`/${db}/a?conflicts=true`)).body).toEqual({
        ...truth,
        _conflicts: [garbage._rev],
      })
      expect((await client.get(`/${db}`)).body).toMatchObject({ doc_count: 1 })
    })

    it('changes nothing at a revision that is there already', async () => {
      const { client, db } = couch
      await client.plant(db, [{ _id: 'a', _rev: `1-${hash('a')}`, n: 1 }])
      const before = await client.get(`/${db}/_changes`)
      await client.plant(db, [{ _id: 'a', _rev: `1-${hash('a')}`, n: 2 }])
      expect((await client.get(`/${db}/a`)).body).toMatchObject({ n: 1 })
      expect((await client.get(`/${db}/_changes`)).body).toEqual(before.body)
    })

    it('keeps a longer history, of which only the leaf has a body', async () => {
      const { client, db } = couch
      const ids = [hash('c'), hash('b'), hash('a')]
      const [third, second] = [`3-${hash('c')}`, `2-${hash('b')}`]
      await client.plant(db, [{ _id: 'a', _rev: third, _revisions: { start: 3, ids }, n: 3 }])
      const read = (await client.get(`/${db}/a?revs=true`)).body
      expect(read).toEqual({ _id: 'a', _rev: third, n: 3, _revisions: { start: 3, ids } })
      expect((await client.get(`/${db}/a?rev=${second}`)).status).toBe(404)
      const path = `/${db}/a?open_revs=${encodeURIComponent(JSON.stringify([second]))}`
      expect((await client.get(path)).body).toEqual([{ missing: second }])
      expect((await client.get(`${path}&latest=true`)).body).toEqual([
        { ok: { _id: 'a', _rev: third, n: 3 } },
      ])
    })

    it('survives a question for the latest of a revision that never was', async () => {
      const { client, db } = couch
      await client.write(db, { _id: 'a' })
      const revs = encodeURIComponent(JSON.stringify([`9-${hash('f')}`]))
      const answer = await client.get(`/${db}/a?open_revs=${revs}&latest=true`)
      expect(answer).toMatchObject({ status: 200, body: [{ missing: `9-${hash('f')}` }] })
    })

    it('lets a live leaf win over a deleted one with a longer history', async () => {
      const { client, db } = couch
      const deleted = { start: 3, ids: [hash('d'), hash('c'), hash('b')] }
      await client.plant(db, [
        { _id: 'a', _rev: `1-${hash('a')}`, n: 1 },
        { _id: 'a', _rev: `3-${hash('d')}`, _revisions: deleted, _deleted: true },
      ])
      const read = (await client.get(`/${db}/a?conflicts=true&deleted_conflicts=true`)).body
      expect(read).toEqual({ _id: 'a', _rev: `1-${hash('a')}`, n: 1, _deleted_conflicts: [`3-${hash('d')}`] })
    })

    it('takes the winner for the document that the next write replaces', async () => {
      const { client, db } = couch
      await client.plant(db, [
        { _id: 'a', _rev: `1-${hash('a')}`, n: 1 },
        { _id: 'a', _rev: `1-${hash('b')}`, n: 2 },
      ])
      const next = await client.write(db, { _id: 'a', _rev: `1-${hash('a')}`, n: 3 })
      const read = (await client.get(`/${db}/a?conflicts=true`)).body
      expect(read).toEqual({ _id: 'a', _rev: next, n: 3, _conflicts: [`1-${hash('b')}`] })
    })

    it('works for a single document', async () => {
      const { client, db } = couch
      const answer = await client.put(`/${db}/a?new_edits=false`, { _rev: `7-${hash('e')}`, n: 1 })
      expect(answer).toMatchObject({ status: 201, body: { ok: true, id: 'a', rev: `7-${hash('e')}` } })
      expect((await client.put(`/${db}/b?new_edits=false`, { n: 1 })).status).toBe(400)
    })
  })
}
