import { beforeEach, describe, expect, it } from 'vitest'
import { pageIn, rowsIn, textIn, type Connect } from './client.ts'
import { useCouch } from './fixture.ts'

/** Greater than what anybody types: Fauxton completes `abc` with the names from `abc` to `abc香`. */
const LAST = '香'
const json = (value: unknown): string => encodeURIComponent(JSON.stringify(value))

/** The calls of Fauxton, each with the parameters that it sends, page by page. */
export function describeFauxton(connect: Connect): void {
  describe('what Fauxton asks', () => {
    const couch = useCouch(connect)
    const get = (path: string) => couch.client.get(`/${couch.db}${path}`)

    beforeEach(async () => {
      const docs = ['a', 'b', 'c'].map((id) => ({ _id: id, n: id.charCodeAt(0) }))
      await couch.client.post(`/${couch.db}/_bulk_docs`, { docs })
    })

    it('databases: which there are, which begin alike, how many documents, how large', async () => {
      const { client, db } = couch
      expect((await client.get('/_all_dbs?_=1')).body).toContain(db)
      const alike = `startkey=${json(db)}&endkey=${json(db + LAST)}&limit=30&_=1`
      expect((await client.get(`/_all_dbs?${alike}`)).body).toEqual([db])
      const before = `endkey=${json(db)}&inclusive_end=false`
      expect((await client.get(`/_all_dbs?${before}`)).body).not.toContain(db)
      const all = (await client.get('/_all_dbs')).body as string[]
      expect((await client.get('/_all_dbs?descending=true&skip=1&limit=1')).body).toEqual(
        [all.at(-2)].filter(Boolean),
      )
      expect(await client.get('/_all_dbs?limit=x')).toMatchObject({
        status: 400,
        body: { error: 'query_parse_error' },
      })
      const { sizes } = (await client.get(`/${db}?_=1`)).body as { sizes: { file: number } }
      expect(sizes.file).toBeGreaterThan(0)
    })

    it('all documents: a page, the next, backwards, with documents, of one key, of a prefix', async () => {
      const ids = async (query: string) => rowsIn(await get(`/_all_docs?${query}`)).rows.map(({ id }) => id)
      expect(await ids('limit=21')).toEqual(['a', 'b', 'c'])
      expect(await ids('limit=21&skip=2')).toEqual(['c'])
      expect(await ids('descending=true&limit=21')).toEqual(['c', 'b', 'a'])
      expect(await ids(`startkey=${json('')}&endkey=${json(LAST)}&limit=30&_=1`)).toEqual(['a', 'b', 'c'])
      expect(
        await ids(`startkey=${json('_design/')}&endkey=${json('_design0')}&include_docs=true&limit=501`),
      ).toEqual([])
      expect(await ids('conflicts=true&include_docs=true&limit=21')).toHaveLength(3)
      expect(await ids(`keys=${json(['b'])}&limit=21`)).toEqual(['b'])
    })

    it('a document: read, created, changed, deleted', async () => {
      const { client, db } = couch
      expect((await client.get('/_uuids?count=1')).body).toMatchObject({
        uuids: [expect.any(String) as string],
      })
      const created = await client.put(`/${db}/new?conflicts=true`, { _id: 'new', n: 1 })
      expect(created).toMatchObject({ status: 201, body: { ok: true, id: 'new' } })
      const rev = textIn(created, 'rev')
      const changed = await client.put(`/${db}/new?conflicts=true`, { _id: 'new', _rev: rev, n: 2 })
      expect(changed.status).toBe(201)
      expect((await get('/new?conflicts=true')).body).toEqual({
        _id: 'new',
        _rev: textIn(changed, 'rev'),
        n: 2,
      })
      const stale = await client.put(`/${db}/new?conflicts=true`, { _id: 'new', _rev: rev, n: 3 })
      expect(stale).toMatchObject({ status: 409, body: { error: 'conflict' } })
      const deleted = await client.request('DELETE', `/${db}/new?rev=${textIn(changed, 'rev')}`)
      expect(deleted.status).toBe(200)
    })

    it('a copy of a document, under another id and over another document', async () => {
      const { client, db } = couch
      const copy = (from: string, destination?: string) =>
        client.request('COPY', `/${db}/${from}`, {
          headers: destination === undefined ? {} : { destination },
        })
      const copied = await copy('a', 'd%3A1')
      expect(copied).toMatchObject({ status: 201, body: { ok: true, id: 'd:1' } })
      expect((await get('/d:1')).body).toMatchObject({ _id: 'd:1', n: 97 })
      expect(await copy('a', 'b')).toMatchObject({ status: 409, body: { error: 'conflict' } })
      const rev = textIn(await get('/b'), '_rev')
      expect((await copy('a', `b?rev=${rev}`)).status).toBe(201)
      expect((await get('/b')).body).toMatchObject({ _id: 'b', n: 97 })
      expect((await copy('none', 'e')).status).toBe(404)
      expect(await copy('a')).toMatchObject({ status: 400, body: { error: 'bad_request' } })
    })

    it('several documents deleted together', async () => {
      const { client, db } = couch
      const [a, b] = rowsIn(await get('/_all_docs?limit=21')).rows
      const docs = [a, b].map((row) => ({ _id: row?.id, _rev: row?.value?.rev, _deleted: true }))
      const answer = await client.post(`/${db}/_bulk_docs`, { docs })
      expect(answer).toMatchObject({
        status: 201,
        body: [
          { ok: true, id: 'a' },
          { ok: true, id: 'b' },
        ],
      })
      expect((await get('')).body).toMatchObject({ doc_count: 1 })
    })

    it('all revisions of a document that is in conflict', async () => {
      const { client, db } = couch
      const rev = `1-${'f'.repeat(32)}`
      await client.plant(db, [{ _id: 'a', _rev: rev, n: 0 }])
      const conflicts = (await get('/a?conflicts=true')).body as { _conflicts: string[] }
      expect(conflicts._conflicts).toHaveLength(1)
      const { body } = await get('/a?revs=true&open_revs=all&_nonce=1')
      const leaf = { ok: { _id: 'a', _rev: rev, n: 0, _revisions: { start: 1, ids: ['f'.repeat(32)] } } }
      expect(body).toEqual(expect.arrayContaining([leaf]))
    })

    it('Mango: indexes listed, one made without a name, described, a query, the index deleted', async () => {
      const { client, db } = couch
      const made = await client.post(`/${db}/_index`, { index: { fields: ['n'] }, type: 'json' })
      expect(made).toMatchObject({ status: 200, body: { result: 'created' } })
      const id = textIn(made, 'id')
      expect((await get('/_index')).body).toMatchObject({ total_rows: 2, indexes: [{}, { ddoc: id }] })
      const found = await client.post(`/${db}/_find`, { selector: { n: { $gt: 97 } }, sort: ['n'] })
      expect(found.body).toMatchObject({ docs: [{ _id: 'b' }, { _id: 'c' }] })
      const info = await get(`/${id}/_info`)
      expect(info.body).toMatchObject({ view_index: { language: 'query', updater_running: false } })
      expect((await get('/_design/none/_info')).status).toBe(404)
      const gone = await client.post(`/${db}/_index/_bulk_delete`, { docids: [id, '_design/none'] })
      const fail = [{ id: '_design/none', error: 'not_found' }]
      expect(gone).toMatchObject({ status: 200, body: { success: [{ id, ok: true }], fail } })
      expect((await get('/_index')).body).toMatchObject({ total_rows: 1 })
      for (const docids of [undefined, 5])
        expect((await client.post(`/${db}/_index/_bulk_delete`, { docids })).status).toBe(400)
    })

    it('changes, permissions, tasks, the session and the nodes', async () => {
      const { client } = couch
      expect(
        pageIn(await get('/_changes?limit=100'))
          .results.map(({ id }) => id)
          .sort(),
      ).toEqual(['a', 'b', 'c'])
      expect((await get('/_security')).status).toBe(200)
      expect((await client.get('/_active_tasks')).body).toBeInstanceOf(Array)
      expect((await client.get('/_session')).body).toMatchObject({ userCtx: { roles: ['_admin'] } })
      const { all_nodes, cluster_nodes } = (await client.get('/_membership')).body as Record<string, string[]>
      expect(cluster_nodes).toEqual(all_nodes)
      expect(all_nodes).toHaveLength(1)
    })
  })
}
