import { describe, expect, it } from 'vitest'
import { hash, pageIn, type Connect, type Page } from './client.ts'
import { useCouch } from './fixture.ts'

export function describeChanges(connect: Connect): void {
  describe('_changes', () => {
    const couch = useCouch(connect)
    const read = async (query = ''): Promise<Page> =>
      pageIn(await couch.client.get(`/${couch.db}/_changes?${query}`))
    const idsOf = (page: Page): string[] => page.results.map(({ id }) => id)

    it('shows the last change of each document', async () => {
      const { client, db } = couch
      const first = await client.write(db, { _id: 'a', n: 1 })
      const b = await client.write(db, { _id: 'b', n: 1 })
      const a = await client.write(db, { _id: 'a', n: 2, _rev: first })
      const page = await read('include_docs=true')
      expect(page.results).toMatchObject([
        { id: 'b', changes: [{ rev: b }], doc: { _id: 'b', _rev: b, n: 1 } },
        { id: 'a', changes: [{ rev: a }], doc: { _id: 'a', _rev: a, n: 2 } },
      ])
      expect(page.pending).toBe(0)
      expect((await read()).results[0]).not.toHaveProperty('doc')
    })

    it('shows deletions', async () => {
      const { client, db } = couch
      const rev = await client.write(db, { _id: 'a', n: 1 })
      await client.request('DELETE', `/${db}/a?rev=${rev}`)
      const page = await read('include_docs=true')
      expect(page.results).toMatchObject([{ id: 'a', deleted: true, doc: { _id: 'a', _deleted: true } }])
    })

    it('goes on where a page ended, with what comes after it only', async () => {
      const { client, db } = couch
      for (const id of ['a', 'b', 'c', 'd', 'e']) await client.write(db, { _id: id })
      const first = await read('limit=2')
      expect(idsOf(first)).toEqual(['a', 'b'])
      expect(first.pending).toBe(3)
      const second = await read(`limit=2&since=${encodeURIComponent(first.last_seq)}`)
      expect(idsOf(second)).toEqual(['c', 'd'])
      const last = await read(`limit=2&since=${encodeURIComponent(second.last_seq)}`)
      expect(last).toMatchObject({ results: [{ id: 'e' }], pending: 0 })
      const end = await read(`since=${encodeURIComponent(last.last_seq)}`)
      expect(end).toMatchObject({ results: [], pending: 0 })
      expect(await read('limit=0')).toMatchObject({ results: [], pending: 5 })
    })

    it('shows a document again after it was written again', async () => {
      const { client, db } = couch
      const rev = await client.write(db, { _id: 'a' })
      const { last_seq: since } = await read()
      expect(idsOf(await read(`since=${encodeURIComponent(since)}`))).toEqual([])
      await client.write(db, { _id: 'a', _rev: rev, again: true })
      expect(idsOf(await read(`since=${encodeURIComponent(since)}`))).toEqual(['a'])
    })

    it('starts at 0, or from now', async () => {
      await couch.client.write(couch.db, { _id: 'a' })
      expect(idsOf(await read('since=0'))).toEqual(['a'])
      const now = await read('since=now')
      expect(now).toMatchObject({ results: [], pending: 0 })
      await couch.client.write(couch.db, { _id: 'b' })
      expect(idsOf(await read(`since=${encodeURIComponent(now.last_seq)}`))).toEqual(['b'])
    })

    it('shows all leaves on request, the winner first', async () => {
      await couch.client.plant(couch.db, [
        { _id: 'a', _rev: `1-${hash('a')}` },
        { _id: 'a', _rev: `1-${hash('c')}` },
        { _id: 'a', _rev: `2-${hash('b')}`, _deleted: true },
      ])
      const winner = { rev: `1-${hash('c')}` }
      const [row] = (await read('style=all_docs')).results
      expect(row?.changes[0]).toEqual(winner)
      expect(row?.changes).toHaveLength(3)
      expect((await read()).results[0]?.changes).toEqual([winner])
      const [withDoc] = (await read('include_docs=true&conflicts=true')).results
      expect(withDoc?.doc).toMatchObject({ _rev: winner.rev, _conflicts: [`1-${hash('a')}`] })
    })

    it('shows a document again when a leaf is planted beside it', async () => {
      await couch.client.plant(couch.db, [{ _id: 'a', _rev: `1-${hash('b')}` }])
      const { last_seq: since } = await read()
      await couch.client.plant(couch.db, [{ _id: 'a', _rev: `1-${hash('a')}` }])
      const page = await read(`style=all_docs&since=${encodeURIComponent(since)}`)
      expect(page.results).toMatchObject([
        { id: 'a', changes: [{ rev: `1-${hash('b')}` }, { rev: `1-${hash('a')}` }] },
      ])
    })

    it('is filtered by ids', async () => {
      const { client, db } = couch
      for (const id of ['a', 'b', 'c']) await client.write(db, { _id: id })
      expect(idsOf(await read(`filter=_doc_ids&doc_ids=${encodeURIComponent('["b","none"]')}`))).toEqual([
        'b',
      ])
      const posted = await client.post(`/${db}/_changes?filter=_doc_ids`, { doc_ids: ['a', 'c'] })
      expect(idsOf(pageIn(posted))).toEqual(['a', 'c'])
      const selected = await client.post(`/${db}/_changes?filter=_selector`, { selector: { _id: 'c' } })
      expect(idsOf(pageIn(selected))).toEqual(['c'])
      expect((await client.get(`/${db}/_changes?filter=_doc_ids`)).status).toBe(400)
    })

    it('goes backwards', async () => {
      for (const id of ['a', 'b', 'c']) await couch.client.write(couch.db, { _id: id })
      expect(idsOf(await read('descending=true'))).toEqual(['c', 'b', 'a'])
      expect(idsOf(await read('descending=true&limit=1'))).toEqual(['c'])
    })

    it('goes through more changes than one page holds', async () => {
      const docs = Array.from({ length: 1203 }, (_, n) => ({ _id: `d${n}` }))
      await couch.client.post(`/${couch.db}/_bulk_docs`, { docs })
      expect(new Set(idsOf(await read('include_docs=true')))).toEqual(new Set(docs.map(({ _id }) => _id)))
      expect(await read('limit=1000')).toMatchObject({ pending: 203 })
    })

    it('says nothing of what was refused', async () => {
      await couch.client.write(couch.db, { _id: 'a' })
      const before = await read()
      await couch.client.put(`/${couch.db}/a`, { again: true })
      expect(await read()).toEqual(before)
    })

    it.each(['since=bogus', 'since=', 'feed=bogus', 'heartbeat=x', 'heartbeat=0'])(
      'refuses %s',
      async (query) => {
        const answer = await couch.client.get(`/${couch.db}/_changes?${query}`)
        expect(answer).toMatchObject({ status: 400, body: { error: 'bad_request' } })
      },
    )

    it('starts over for a sequence of a database that was deleted', async () => {
      const { client, db } = couch
      for (const id of ['a', 'b', 'c']) await client.write(db, { _id: id })
      const { last_seq: since } = await read()
      await client.request('DELETE', `/${db}`)
      await client.request('PUT', `/${db}?q=1&n=1`)
      for (const id of ['d', 'e', 'f', 'g']) await client.write(db, { _id: id })
      expect(idsOf(await read(`since=${encodeURIComponent(since)}`))).toEqual(['d', 'e', 'f', 'g'])
    })
  })
}
