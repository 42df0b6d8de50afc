import { describe, expect, it } from 'vitest'
import type { Connect, Page } from './client.ts'
import { useCouch } from './fixture.ts'

/** Reads the lines of an answer as they arrive. */
async function* linesOf(response: Response): AsyncGenerator<string, void, undefined> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

async function nextChange(lines: AsyncGenerator<string, void, undefined>): Promise<{ id?: string }> {
  for (;;) {
    const { value, done } = await lines.next()
    if (done) throw new Error('the feed ended')
    if (value !== '') return JSON.parse(value) as { id?: string }
  }
}

export function describeLiveChanges(connect: Connect): void {
  describe('_changes that wait', () => {
    const couch = useCouch(connect)
    const since = async (): Promise<string> => {
      const { body } = await couch.client.get(`/${couch.db}/_changes?limit=1&descending=true`)
      return encodeURIComponent((body as Page).last_seq)
    }

    it('long-poll until a write', async () => {
      const { client, db } = couch
      await client.write(db, { _id: 'a' })
      // The head of the answer comes when the server starts to wait.
      const waiting = await client.fetch(
        'GET',
        `/${db}/_changes?feed=longpoll&since=${await since()}&include_docs=true`,
      )
      const rev = await client.write(db, { _id: 'b', n: 1 })
      const page = (await waiting.json()) as Page
      expect(page).toMatchObject({
        results: [{ id: 'b', changes: [{ rev }], doc: { _id: 'b', n: 1 } }],
        pending: 0,
      })
    })

    it('do not wait when there is something to read', async () => {
      const { client, db } = couch
      await client.write(db, { _id: 'a' })
      const { body } = await client.get(`/${db}/_changes?feed=longpoll&since=0`)
      expect(body).toMatchObject({ results: [{ id: 'a' }] })
    })

    it('wake every reader', async () => {
      const { client, db } = couch
      await client.write(db, { _id: 'a' })
      const path = `/${db}/_changes?feed=longpoll&since=${await since()}`
      const waiting = await Promise.all(Array.from({ length: 20 }, () => client.fetch('GET', path)))
      await client.write(db, { _id: 'b' })
      for (const response of waiting) {
        expect((await response.json()) as Page).toMatchObject({ results: [{ id: 'b' }] })
      }
    })

    it('end empty after their time, where they began', async () => {
      const { client, db } = couch
      await client.write(db, { _id: 'a' })
      const { body } = await client.get(`/${db}/_changes?feed=longpoll&timeout=1&since=${await since()}`)
      expect(body).toMatchObject({ results: [], pending: 0 })
      expect(encodeURIComponent((body as Page).last_seq)).toBe(await since())
    })

    it('show signs of life', async () => {
      const { client, db } = couch
      const response = await client.fetch('GET', `/${db}/_changes?feed=continuous&heartbeat=20`)
      const lines = linesOf(response)
      for (let beats = 0; beats < 3; beats += 1)
        expect(await lines.next()).toEqual({ value: '', done: false })
      await client.write(db, { _id: 'a' })
      expect(await nextChange(lines)).toMatchObject({ id: 'a' })
      await lines.return()
    })

    it('go on continuously, one change a line', async () => {
      const { client, db } = couch
      await client.write(db, { _id: 'a' })
      const lines = linesOf(await client.fetch('GET', `/${db}/_changes?feed=continuous`))
      expect(await nextChange(lines)).toMatchObject({ id: 'a' })
      for (const id of ['b', 'c', 'd']) {
        await client.write(db, { _id: id })
        expect(await nextChange(lines)).toMatchObject({ id })
      }
      await lines.return()
    })

    it('end a continuous feed at its limit, with the last sequence', async () => {
      const { client, db } = couch
      const lines = linesOf(await client.fetch('GET', `/${db}/_changes?feed=continuous&limit=2`))
      const ids = ['a', 'b']
      for (const id of ids) await client.write(db, { _id: id })
      for (const id of ids) expect(await nextChange(lines)).toMatchObject({ id })
      expect(await nextChange(lines)).toMatchObject({ last_seq: expect.any(String) as string })
    })

    it('do not mind clients that go away', async () => {
      const { client, db } = couch
      const path = `/${db}/_changes?feed=longpoll&since=${await since()}`
      const leaving = new AbortController()
      const gone = await client.fetch('GET', path, { signal: leaving.signal })
      const staying = await client.fetch('GET', path)
      leaving.abort()
      await expect(gone.text()).rejects.toThrow()
      await client.write(db, { _id: 'a' })
      expect(await staying.json()).toMatchObject({ results: [{ id: 'a' }] })
    })
  })
}
