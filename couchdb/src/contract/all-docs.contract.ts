import { describe, expect, it } from 'vitest'
import { hash, rowsIn, type Connect } from './client.ts'
import { useCouch } from './fixture.ts'

/** In the order of their bytes, which is not that of UTF-16: U+E000 comes before U+1F600. */
const IDS = ['A', '_design/d', 'a', 'a\u0000', 'ab', 'b', 'é', 'ÿ', '中', '\uE000', '\u{1F600}']

export function describeAllDocs(connect: Connect): void {
  describe('_all_docs', () => {
    const couch = useCouch(connect)

    const fill = async (ids: readonly string[] = IDS): Promise<void> => {
      const docs = [...ids].reverse().map((id) => ({ _id: id, is: id }))
      await couch.client.post(`/${couch.db}/_bulk_docs`, { docs })
    }
    const ids = async (parameters: Record<string, unknown>): Promise<(string | undefined)[]> => {
      const query = Object.entries(parameters).map(([name, value]) => {
        const text = name.endsWith('key') ? JSON.stringify(value) : String(value)
        return `${name}=${encodeURIComponent(text)}`
      })
      return rowsIn(await couch.client.get(`/${couch.db}/_all_docs?${query.join('&')}`)).rows.map(
        ({ id }) => id,
      )
    }

    it('lists every document once, in byte order', async () => {
      await fill()
      const rows = rowsIn(await couch.client.get(`/${couch.db}/_all_docs`))
      expect(rows.total_rows).toBe(IDS.length)
      expect(rows.rows.map(({ id }) => id)).toEqual(IDS)
      const rev = expect.stringMatching(/^1-/) as string
      expect(rows.rows[0]).toEqual({ id: 'A', key: 'A', value: { rev } })
    })

    it.each([
      [{}, IDS],
      [{ descending: true }, IDS.toReversed()],
      [{ startkey: 'ab' }, IDS.slice(4)],
      [{ endkey: 'ab' }, IDS.slice(0, 5)],
      [{ startkey: 'a', endkey: 'b' }, ['a', 'a\u0000', 'ab', 'b']],
      [{ startkey: 'a', endkey: 'b', inclusive_end: false }, ['a', 'a\u0000', 'ab']],
      [{ startkey: 'b', endkey: 'a', descending: true }, ['b', 'ab', 'a\u0000', 'a']],
      [{ startkey: 'b', endkey: 'a', descending: true, inclusive_end: false }, ['b', 'ab', 'a\u0000']],
      [{ startkey: 'b', endkey: 'a' }, []],
      [{ startkey: '\uE000', endkey: '\u{1F600}' }, ['\uE000', '\u{1F600}']],
      [{ startkey: '\uE001' }, ['\u{1F600}']],
      [{ startkey: '\u{1F600}', endkey: '\uE000' }, []],
      [{ endkey: '' }, []],
      [{ startkey: '' }, IDS],
      [{ startkey: null }, IDS],
      [{ endkey: 5 }, []],
      [{ key: 'ab' }, ['ab']],
      [{ key: 'none' }, []],
      [{ key: 5 }, []],
      [{ limit: 3 }, IDS.slice(0, 3)],
      [{ limit: 3, skip: 2 }, IDS.slice(2, 5)],
      [{ limit: 0 }, []],
      [{ skip: 100 }, []],
      [{ limit: 2, descending: true, skip: 1 }, IDS.toReversed().slice(1, 3)],
    ])('takes %j', async (parameters, expected) => {
      await fill()
      expect(await ids(parameters)).toEqual(expected)
    })

    it('reads the same parameters from a posted body', async () => {
      await fill()
      const body = { startkey: 'a', endkey: 'b', limit: 2, include_docs: true }
      const { rows } = rowsIn(await couch.client.post(`/${couch.db}/_all_docs`, body))
      expect(rows).toMatchObject([{ id: 'a', doc: { is: 'a' } }, { id: 'a\u0000' }])
    })

    it('answers keys in their order: found, missing, deleted, repeated, no string', async () => {
      const { client, db } = couch
      await fill()
      const gone = await client.write(db, { _id: 'gone' })
      await client.request('DELETE', `/${db}/gone?rev=${gone}`)
      const keys = ['b', 'none', 'gone', 'b', 5, '']
      const answer = await client.post(`/${db}/_all_docs?include_docs=true`, { keys })
      const rev = expect.stringMatching(/^1-/) as string
      const b = { id: 'b', key: 'b', value: { rev }, doc: { _id: 'b', _rev: rev, is: 'b' } }
      expect(rowsIn(answer).rows).toEqual([
        b,
        { key: 'none', error: 'not_found' },
        {
          id: 'gone',
          key: 'gone',
          value: { rev: expect.stringMatching(/^2-/) as string, deleted: true },
          doc: null,
        },
        b,
        { key: 5, error: 'not_found' },
        { key: '', error: 'not_found' },
      ])
      const part = await client.post(`/${db}/_all_docs?skip=1&limit=1`, { keys })
      expect(rowsIn(part).rows).toEqual([{ key: 'none', error: 'not_found' }])
      const reversed = await client.post(`/${db}/_all_docs?descending=true`, { keys: ['a', 'b'] })
      expect(rowsIn(reversed).rows).toMatchObject([{ id: 'b' }, { id: 'a' }])
      const got = await client.get(`/${db}/_all_docs?keys=${encodeURIComponent('["b"]')}`)
      expect(rowsIn(got).rows).toMatchObject([{ id: 'b' }])
    })

    it('shows conflicts with the documents, if asked', async () => {
      const { client, db } = couch
      await client.plant(db, [
        { _id: 'a', _rev: `1-${hash('a')}` },
        { _id: 'a', _rev: `1-${hash('b')}` },
      ])
      const { rows } = rowsIn(await client.get(`/${db}/_all_docs?include_docs=true&conflicts=true`))
      expect(rows).toMatchObject([{ doc: { _rev: `1-${hash('b')}`, _conflicts: [`1-${hash('a')}`] } }])
    })

    it('goes through more documents than one page holds', async () => {
      const many = Array.from({ length: 1203 }, (_, n) => `d${String(n).padStart(5, '0')}`)
      await fill(many)
      expect(await ids({})).toEqual(many)
      expect(await ids({ descending: true })).toEqual(many.toReversed())
      expect(await ids({ skip: 700, limit: 502 })).toEqual(many.slice(700, 1202))
    })

    it('says where the feed was', async () => {
      await fill()
      const { body } = await couch.client.get(`/${couch.db}/_all_docs?update_seq=true&limit=0`)
      expect(body).toMatchObject({ update_seq: expect.any(String) as string })
    })

    it.each([
      ['limit=x', 'query_parse_error'],
      ['limit=-1', 'query_parse_error'],
      ['include_docs=maybe', 'query_parse_error'],
      ['keys=[%22a%22]&key=%22b%22', 'query_parse_error'],
      ['startkey=bare', 'bad_request'],
    ])('does not understand %s', async (query, error) => {
      const answer = await couch.client.get(`/${couch.db}/_all_docs?${query}`)
      expect(answer).toMatchObject({ status: 400, body: { error } })
    })

    it('does not understand keys that are no list', async () => {
      expect((await couch.client.post(`/${couch.db}/_all_docs`, { keys: 5 })).status).toBe(400)
      expect((await couch.client.put(`/${couch.db}/_all_docs`, {})).status).toBe(405)
    })
  })
}
