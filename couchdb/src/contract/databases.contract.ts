import { describe, expect, it } from 'vitest'
import { textIn, type Connect } from './client.ts'
import { useCouch } from './fixture.ts'

export function describeDatabases(connect: Connect): void {
  describe('databases', () => {
    const couch = useCouch(connect)

    it('are listed while they are there', async () => {
      const { client, db } = couch
      expect((await client.get('/_all_dbs')).body).toContain(db)
      expect(await client.request('DELETE', `/${db}`)).toMatchObject({ status: 200, body: { ok: true } })
      expect((await client.get('/_all_dbs')).body).not.toContain(db)
      const gone = { status: 404, body: { error: 'not_found', reason: 'Database does not exist.' } }
      expect(await client.get(`/${db}`)).toMatchObject(gone)
      expect(await client.request('DELETE', `/${db}`)).toMatchObject(gone)
    })

    it('are created once', async () => {
      const answer = await couch.client.request('PUT', `/${couch.db}`)
      expect(answer).toMatchObject({ status: 412, body: { error: 'file_exists' } })
    })

    it('are created once also when many ask at the same time', async () => {
      const { client, db } = couch
      await client.request('DELETE', `/${db}`)
      const answers = await Promise.all([1, 2, 3, 4].map(() => client.request('PUT', `/${db}?q=1&n=1`)))
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
      expect(await client.get(`/${db}`)).toMatchObject({ status: 200, body: { doc_count: 0 } })
    })

    it('are deleted once also when many ask at the same time, and can be created at once', async () => {
      const { client, db, failsLateDeletions } = couch
      await client.write(db, { _id: 'a' })
      const deletions = [1, 2, 3].map(() => client.request('DELETE', `/${db}`))
      const statuses = (await Promise.all(deletions)).map(({ status }) => status)
      expect(statuses).toContain(200)
      const allowed = failsLateDeletions ? [200, 404, 500] : [200, 404]
      expect(statuses.filter((status) => !allowed.includes(status))).toEqual([])
      expect((await client.request('PUT', `/${db}`)).status).toBe(201)
      expect(await client.get(`/${db}`)).toMatchObject({ status: 200, body: { doc_count: 0 } })
    })

    it('come back empty after they were deleted', async () => {
      const { client, db } = couch
      await client.write(db, { _id: 'a' })
      await client.put(`/${db}/_security`, { admins: { names: ['ada'] } })
      await client.request('DELETE', `/${db}`)
      expect(await client.request('PUT', `/${db}`)).toMatchObject({ status: 201, body: { ok: true } })
      expect(await client.get(`/${db}/a`)).toMatchObject({ status: 404, body: { reason: 'missing' } })
      expect((await client.get(`/${db}/_security`)).body).not.toMatchObject({ admins: { names: ['ada'] } })
    })

    it('say how much they hold', async () => {
      const { client, db } = couch
      const empty = await client.get(`/${db}`)
      expect(empty).toMatchObject({
        status: 200,
        body: { db_name: db, doc_count: 0, cluster: { q: 1, n: 1 } },
      })
      const rev = await client.write(db, { _id: 'a' })
      await client.write(db, { _id: 'b' })
      const two = await client.get(`/${db}`)
      expect(two.body).toMatchObject({ doc_count: 2 })
      expect(textIn(two, 'update_seq')).not.toBe(textIn(empty, 'update_seq'))
      await client.request('DELETE', `/${db}/a?rev=${rev}`)
      expect((await client.get(`/${db}`)).body).toMatchObject({ doc_count: 1 })
      expect((await client.request('HEAD', `/${db}`)).status).toBe(200)
    })

    it.each(['Upper', '1st', 'a b', 'a.b', 'a/../b', 'é', '_private', 'a\u0000', 'a%'])(
      'are not called %j',
      async (name) => {
        const path = `/${encodeURIComponent(name)}`
        const answer = await couch.client.request('PUT', path)
        expect(answer).toMatchObject({ status: 400, body: { error: 'illegal_database_name' } })
        expect((await couch.client.get(path)).status).toBe(404)
      },
    )

    it('have names of a limited length', async () => {
      const answer = await couch.client.request('PUT', `/${'x'.repeat(300)}`)
      expect(answer).toMatchObject({ status: 400, body: { error: 'database_name_too_long' } })
    })

    it('are called by any name that CouchDB allows', async () => {
      const { client, db } = couch
      const name = `${db}/part_$()+-1`
      const path = `/${encodeURIComponent(name)}`
      expect((await client.request('PUT', path)).status).toBe(201)
      expect((await client.get('/_all_dbs')).body).toContain(name)
      expect((await client.put(`${path}/a`, { n: 1 })).status).toBe(201)
      expect((await client.get(`${path}/a`)).body).toMatchObject({ _id: 'a', n: 1 })
      expect((await client.request('DELETE', path)).status).toBe(200)
    })

    it.each(['q=0', 'q=x', 'n=0', 'n=-1'])('are not created with %s', async (query) => {
      const answer = await couch.client.request('PUT', `/${couch.db}-new?${query}`)
      expect(answer).toMatchObject({ status: 400, body: { error: 'bad_request' } })
    })

    it('are not deleted by a slip for a document', async () => {
      const answer = await couch.client.request('DELETE', `/${couch.db}?rev=1-${'a'.repeat(32)}`)
      expect(answer).toMatchObject({ status: 400, body: { error: 'bad_request' } })
      expect((await couch.client.get(`/${couch.db}`)).status).toBe(200)
    })

    it('store who may use them', async () => {
      const { client, db } = couch
      const security = { admins: { names: ['ada'], roles: [] }, members: { names: [], roles: ['voter'] } }
      expect(await client.put(`/${db}/_security`, security)).toMatchObject({
        status: 200,
        body: { ok: true },
      })
      expect((await client.get(`/${db}/_security`)).body).toEqual(security)
    })

    it('take orders to commit and to compact', async () => {
      const { client, db } = couch
      expect(await client.post(`/${db}/_ensure_full_commit`, {})).toMatchObject({
        status: 201,
        body: { ok: true },
      })
      expect(await client.post(`/${db}/_compact`, {})).toMatchObject({ status: 202, body: { ok: true } })
    })
  })
}
