import { beforeEach, describe, expect, it } from 'vitest'
import type { Connect } from './client.ts'
import { useCouch } from './fixture.ts'

const PEOPLE = [
  { _id: 'ada', age: 36, born: { in: 'London' } },
  { _id: 'bob', age: 25, born: { in: 'Paris' } },
  { _id: 'eve', age: 30 },
  { _id: 'zoe', name: 'no age' },
]

export function describeFind(connect: Connect): void {
  describe('_find', () => {
    const couch = useCouch(connect)
    const find = (body: unknown) => couch.client.post(`/${couch.db}/_find`, body)
    const index = (body: unknown) => couch.client.post(`/${couch.db}/_index`, body)
    const idsOf = async (body: unknown): Promise<string[]> => {
      const { docs } = (await find(body)).body as { docs: { _id: string }[] }
      return docs.map(({ _id }) => _id)
    }

    beforeEach(async () => {
      await couch.client.post(`/${couch.db}/_bulk_docs`, { docs: PEOPLE })
      await couch.client.put(`/${couch.db}/_design/d`, { age: 99 })
    })

    it.each([
      [{ age: 25 }, ['bob']],
      [{ age: { $gt: 25 } }, ['ada', 'eve']],
      [{ age: { $gte: 25, $lt: 36 } }, ['bob', 'eve']],
      [{ 'born.in': 'London' }, ['ada']],
      [{ born: { in: 'Paris' } }, ['bob']],
      [{ age: { $exists: false } }, ['zoe']],
      [{ _id: { $in: ['bob', 'zoe'] } }, ['bob', 'zoe']],
      [{ $or: [{ age: 25 }, { age: 36 }] }, ['ada', 'bob']],
      [{ $and: [{ age: { $gt: 20 } }, { age: { $lt: 31 } }] }, ['bob', 'eve']],
      [{ name: { $regex: '^no' } }, ['zoe']],
      [{}, ['ada', 'bob', 'eve', 'zoe']],
    ])('selects by %j', async (selector, expected) => {
      expect(await idsOf({ selector })).toEqual(expected)
    })

    it('limits, skips and picks members', async () => {
      expect(await idsOf({ selector: { age: { $gt: 0 } }, limit: 1, skip: 1 })).toEqual(['bob'])
      const { body } = await find({ selector: { _id: 'ada' }, fields: ['_id', 'born.in'] })
      expect(body).toMatchObject({ docs: [{ _id: 'ada', born: { in: 'London' } }] })
    })

    it('goes on with a bookmark until there is no more', async () => {
      const seen: string[] = []
      let bookmark: string | undefined
      for (let page = 0; page < 3; page += 1) {
        const { body } = await find({
          selector: { age: { $gt: 0 } },
          limit: 2,
          ...(bookmark && { bookmark }),
        })
        const { docs, bookmark: next } = body as { docs: { _id: string }[]; bookmark: string }
        seen.push(...docs.map(({ _id }) => _id))
        bookmark = next
      }
      expect(seen).toEqual(['ada', 'bob', 'eve'])
    })

    it('sorts by an index, and only by one', async () => {
      const sorted = { selector: { age: { $gt: 0 } }, sort: ['age'] }
      expect(await find(sorted)).toMatchObject({ status: 400, body: { error: 'no_usable_index' } })
      const created = await index({ index: { fields: ['age'] }, name: 'by-age', ddoc: 'people' })
      expect(created).toMatchObject({
        status: 200,
        body: { result: 'created', id: '_design/people', name: 'by-age' },
      })
      expect(await idsOf(sorted)).toEqual(['bob', 'eve', 'ada'])
      expect(await idsOf({ ...sorted, sort: [{ age: 'desc' }] })).toEqual(['ada', 'eve', 'bob'])
    })

    it('keeps definitions of indexes', async () => {
      const { client, db } = couch
      const definition = { index: { fields: ['age'] }, name: 'by-age', ddoc: 'people' }
      await index(definition)
      expect((await index(definition)).body).toMatchObject({ result: 'exists' })
      const listed = (await client.get(`/${db}/_index`)).body
      expect(listed).toMatchObject({
        total_rows: 2,
        indexes: [
          { ddoc: null, name: '_all_docs', type: 'special' },
          { ddoc: '_design/people', name: 'by-age', type: 'json', def: { fields: [{ age: 'asc' }] } },
        ],
      })
      const path = `/${db}/_index/people/json/by-age`
      expect(await client.request('DELETE', path)).toMatchObject({ status: 200, body: { ok: true } })
      expect((await client.request('DELETE', path)).status).toBe(404)
      expect((await client.get(`/${db}/_index`)).body).toMatchObject({ total_rows: 1 })
    })

    it.each([
      [{}, 'missing_required_key'],
      [{ selector: 5 }, 'invalid_selector_json'],
      [{ selector: { a: { $bogus: 1 } } }, undefined],
      [{ selector: {}, limit: 'x' }, 'invalid_non_neg_integer'],
      [{ selector: {}, bogus: 1 }, 'invalid_key'],
    ])('refuses %j', async (body, error) => {
      expect(await find(body)).toMatchObject({ status: 400, body: error === undefined ? {} : { error } })
    })

    it.each([{}, { index: {} }, { index: { fields: [5] } }])('refuses the index %j', async (body) => {
      expect((await index(body)).status).toBe(400)
    })
  })
}
