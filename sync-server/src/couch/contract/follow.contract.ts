import { describe, expect, it } from 'vitest'
import { openCouch, type ChangesPage } from '../couch.ts'
import type { Layer } from './layer.ts'

/** The iterator that a `for await` would use. */
function iterate(pages: AsyncIterable<ChangesPage>): AsyncIterator<ChangesPage> {
  return pages[Symbol.asyncIterator]()
}

export function describeFollow(layer: Layer): void {
  describe('follow', () => {
    it('follows from the start by pages, and then waits for what comes', async () => {
      const { db } = layer
      const ids = Array.from({ length: 7 }, (_, n) => `d${n}`)
      await db.writeAll(ids.map((_id) => ({ _id })))
      const stop = new AbortController()
      const seen: string[] = []
      let late = 0
      for await (const page of db.follow({
        since: '0',
        includeDocs: true,
        pageSize: 3,
        signal: stop.signal,
      })) {
        expect(page.rows.length).toBeLessThanOrEqual(3)
        seen.push(...page.rows.map(({ doc }) => String(doc?._id)))
        if (page.pending > 0) continue
        late += 1
        if (late > 3) stop.abort()
        else await db.write({ _id: `late${late}` })
      }
      expect(seen).toEqual([...ids, 'late1', 'late2', 'late3'])
    })

    it('hands out the first page of an empty feed, so that the follower knows it has caught up', async () => {
      const { db } = layer
      const stop = new AbortController()
      const pages = iterate(db.follow({ since: '0', includeDocs: false, signal: stop.signal }))
      expect(await pages.next()).toMatchObject({ done: false, value: { rows: [], pending: 0 } })
      const next = pages.next()
      await db.write({ _id: 'a' })
      expect(await next).toMatchObject({ value: { rows: [{ id: 'a' }] } })
      const last = pages.next()
      stop.abort()
      expect(await last).toEqual({ done: true, value: undefined })
    })

    it('goes on from a position that somebody kept', async () => {
      const { db } = layer
      await db.write({ _id: 'a' })
      const { lastSeq: since } = await db.changes({ since: '0', limit: 10, includeDocs: false })
      await db.write({ _id: 'b' })
      const stop = new AbortController()
      for await (const page of db.follow({ since, includeDocs: false, signal: stop.signal })) {
        expect(page.rows).toMatchObject([{ id: 'b' }])
        stop.abort()
      }
    })

    it('follows many feeds without keeping a write waiting', async () => {
      const { db } = layer
      const stop = new AbortController()
      const options = { since: '0', includeDocs: false, signal: stop.signal }
      const feeds = Array.from({ length: 40 }, () => iterate(db.follow(options)))
      await Promise.all(feeds.map((feed) => feed.next()))
      const waiting = feeds.map((feed) => feed.next())
      expect(await db.write({ _id: 'a' })).toMatchObject({ kind: 'written' })
      for (const page of await Promise.all(waiting)) expect(page.value).toMatchObject({ rows: [{ id: 'a' }] })
      stop.abort()
    })

    it('ends its feeds when it is closed', async () => {
      const { db, url } = layer
      const own = openCouch({ url })
      const { signal } = new AbortController()
      const feed = iterate(own.database(db.name).follow({ since: '0', includeDocs: false, signal }))
      await feed.next()
      const next = feed.next()
      await own.close()
      expect(await next).toEqual({ done: true, value: undefined })
      await expect(own.database(db.name).read('a')).rejects.toMatchObject({ code: 'unavailable' })
    })
  })
}
