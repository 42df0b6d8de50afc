import { describe, expect, it } from 'vitest'
import type { Connect } from './client.ts'
import { useCouch } from './fixture.ts'

export function describeServer(connect: Connect): void {
  describe('the server', () => {
    const couch = useCouch(connect)

    it('says who it is, and is the same one each time', async () => {
      const { status, body } = await couch.client.get('/')
      expect(status).toBe(200)
      expect(body).toMatchObject({
        couchdb: 'Welcome',
        uuid: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      })
      expect((await couch.client.get('/')).body).toEqual(body)
    })

    it('is up', async () => {
      expect(await couch.client.get('/_up')).toMatchObject({ status: 200, body: { status: 'ok' } })
    })

    it('knows the session', async () => {
      const answer = await couch.client.get('/_session')
      expect(answer).toMatchObject({ status: 200, body: { ok: true, userCtx: { roles: ['_admin'] } } })
    })

    it('draws as many ids as are asked for', async () => {
      const { body } = await couch.client.get('/_uuids?count=3')
      const id = expect.stringMatching(/^[0-9a-f]{32}$/) as string
      expect(body).toEqual({ uuids: [id, id, id] })
    })

    it('runs no task of an idle database', async () => {
      const { status, body } = await couch.client.get('/_active_tasks')
      expect(status).toBe(200)
      const ours = (body as { database?: string }[]).filter(({ database }) => database?.includes(couch.db))
      expect(ours).toEqual([])
    })

    it.each([
      ['no credentials', undefined],
      ['a wrong password', `Basic ${btoa('admin:wrong')}`],
      ['a wrong user', `Basic ${btoa('somebody:secret')}`],
    ])('creates nothing with %s', async (_, authorization) => {
      const path = `/${couch.db}-forbidden`
      const answer = await couch.client.request('PUT', path, { authorization })
      expect(answer).toMatchObject({ status: 401, body: { error: 'unauthorized' } })
      expect((await couch.client.get(path)).status).toBe(404)
    })

    it.each(['', '/_all_docs', '/_changes', '/document'])(
      'reads nothing of a database%s without credentials',
      async (path) => {
        const answer = await couch.client.request('GET', `/${couch.db}${path}`, { authorization: undefined })
        expect(answer).toMatchObject({ status: 401, body: { error: 'unauthorized' } })
      },
    )

    it.each([
      ['POST', '/_up'],
      ['POST', '/_all_dbs'],
      ['DELETE', '/'],
    ])('does not allow %s %s', async (method, path) => {
      const answer = await couch.client.request(method, path, { body: {} })
      expect(answer).toMatchObject({ status: 405, body: { error: 'method_not_allowed' } })
      expect(answer.headers.get('allow')).toContain('GET')
    })
  })
}
