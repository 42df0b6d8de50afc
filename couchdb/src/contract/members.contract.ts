import { describe, expect, it } from 'vitest'
import { rowsIn, textIn, type Connect } from './client.ts'
import { useCouch } from './fixture.ts'

export function describeMembers(connect: Connect): void {
  describe('ids and members', () => {
    const couch = useCouch(connect)

    it.each([
      'ballot:Zm9v_-YmFy-_x',
      'a/b',
      'a b+c',
      'ÿ and 中文 and 😀',
      '\u{10000}',
      '\uE000',
      'constructor',
      'back\\slash',
      'nul\u0000byte',
      '"quoted"',
      '%2F',
      '_design/app',
      '_design/with/slash',
    ])('%j is an id', async (id) => {
      const { client, db } = couch
      const path = `/${db}/${encodeURIComponent(id)}`
      expect((await client.put(path, { n: 1 })).body).toMatchObject({ ok: true, id })
      expect((await client.get(path)).body).toMatchObject({ _id: id, n: 1 })
      const [row, ...others] = rowsIn(await client.post(`/${db}/_all_docs`, { keys: [id] })).rows
      expect(row).toMatchObject({ id, key: id })
      expect(others).toEqual([])
      expect(rowsIn(await client.get(`/${db}/_all_docs`)).rows).toMatchObject([{ id }])
    })

    it('design documents need no escaped slash', async () => {
      const { client, db } = couch
      expect((await client.put(`/${db}/_design/app`, { views: {} })).status).toBe(201)
      expect((await client.get(`/${db}/_design%2Fapp`)).body).toMatchObject({ _id: '_design/app' })
    })

    it.each(['_x', '_design', '_design/', '_changes2'])('%j is no id', async (id) => {
      const path = `/${couch.db}/${encodeURIComponent(id)}`
      expect((await couch.client.put(path, {})).status).toBe(400)
      const bulk = await couch.client.post(`/${couch.db}/_bulk_docs`, { docs: [{ _id: id }] })
      expect(bulk).toMatchObject({ status: 400, body: { error: 'illegal_docid' } })
    })

    it('a nested __proto__ is a member like any other', async () => {
      const { client, db } = couch
      const text =
        '{"deep":{"__proto__":{"polluted":true},"list":[{"__proto__":1}]},"constructor":{"prototype":2}}'
      expect((await client.request('PUT', `/${db}/a`, { text })).status).toBe(201)
      const bulk = await client.request('POST', `/${db}/_bulk_docs`, {
        text: `{"docs":[{"_id":"b",${text.slice(1)}]}`,
      })
      expect(bulk.status).toBe(201)
      for (const path of [`/${db}/a`, `/${db}/b`, `/${db}/_all_docs?include_docs=true`]) {
        const body = await (await client.fetch('GET', path)).text()
        expect(body.replaceAll(/\s/g, '')).toContain(text.slice(1, -1))
      }
      const changes = await (await client.fetch('GET', `/${db}/_changes?include_docs=true`)).text()
      expect(changes).toContain(text.slice(1, -1))
    })

    it('large documents keep every byte', async () => {
      const { client, db } = couch
      const doc = { _id: 'large', text: 'aé中😀"\\'.repeat(300_000), numbers: [1e21, -0.5, 9007199254740991] }
      const rev = await client.write(db, doc)
      expect((await client.get(`/${db}/large`)).body).toEqual({ ...doc, _rev: rev })
    })

    it.each([
      ['{"_unknown":1}', 'doc_validation'],
      ['{"__proto__":{}}', 'doc_validation'],
      ['{"_rev_tree":[]}', 'doc_validation'],
      ['{"_deleted":"yes"}', 'doc_validation'],
      ['{"_revisions":5}', 'doc_validation'],
      ['{"_revisions":{"start":"1","ids":[]}}', 'doc_validation'],
      ['{"_revisions":{"start":1,"ids":"x"}}', 'doc_validation'],
      ['{"_revisions":{"start":1,"ids":[1]}}', 'doc_validation'],
      ['{"_attachments":5}', 'doc_validation'],
      ['{"_rev":5}', 'bad_request'],
      ['{"_rev":"bogus"}', 'bad_request'],
      ['{"_id":5}', 'illegal_docid'],
      ['[]', 'bad_request'],
      ['"text"', 'bad_request'],
      ['null', 'bad_request'],
      ['', 'bad_request'],
      ['{"cut', 'bad_request'],
      ['{"a":1} and more', 'bad_request'],
      [String.raw`{"half":"\ud800"}`, 'bad_request'],
    ])('%s is no document', async (text, error) => {
      const { client, db } = couch
      const answer = await client.request('PUT', `/${db}/a`, { text })
      expect(answer).toMatchObject({ status: 400, body: { error, reason: expect.any(String) as string } })
      expect((await client.get(`/${db}/a`)).status).toBe(404)
    })

    it('what CouchDB adds to documents is not stored with them', async () => {
      const { client, db } = couch
      const rev = await client.write(db, {
        _id: 'a',
        n: 1,
        _conflicts: ['1-a'],
        _revs_info: 1,
        _local_seq: 3,
      })
      expect((await client.get(`/${db}/a`)).body).toEqual({ _id: 'a', _rev: rev, n: 1 })
    })

    it('local documents are outside of history, lists and feeds; the last write wins', async () => {
      const { client, db } = couch
      const path = `/${db}/_local/checkpoint`
      expect((await client.get(path)).status).toBe(404)
      expect((await client.put(path, { seq: 1 })).body).toMatchObject({
        ok: true,
        id: '_local/checkpoint',
        rev: '0-1',
      })
      expect((await client.put(path, { seq: 2, _rev: '0-1' })).body).toMatchObject({ rev: '0-2' })
      expect((await client.put(path, { seq: 3 })).status).toBe(201)
      expect((await client.get(path)).body).toMatchObject({ _id: '_local/checkpoint', seq: 3 })
      expect((await client.get(`/${db}`)).body).toMatchObject({ doc_count: 0 })
      expect(rowsIn(await client.get(`/${db}/_all_docs`)).rows).toEqual([])
      expect((await client.get(`/${db}/_changes`)).body).toMatchObject({ results: [] })
      const rev = textIn(await client.get(path), '_rev')
      expect((await client.request('DELETE', `${path}?rev=${rev}`)).status).toBe(200)
      expect((await client.get(path)).status).toBe(404)
      expect((await client.request('DELETE', path)).status).toBe(404)
    })
  })
}
