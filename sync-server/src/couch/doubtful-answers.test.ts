import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openCouch, type Couch, type Database } from './couch.ts'

/** Answers that a healthy single server never gives: clusters without a quorum, proxies, servers that hang. */

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** @param requestTimeoutMs long, because a busy machine may stand still for a moment. */
async function pretend(
  listener: RequestListener,
  requestTimeoutMs = 30_000,
): Promise<{ couch: Couch; db: Database; url: string }> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const couch = openCouch({ url, requestTimeoutMs })
  cleanups.push(async () => {
    await couch.close()
    server.closeAllConnections()
    server.close()
  })
  return { couch, db: couch.database('db'), url }
}

function answer(status: number, body: unknown, type = 'application/json'): RequestListener {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': type })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

/** Promises more than it sends, and hangs up. */
function cutOff(type: string): RequestListener {
  return (_request, response: ServerResponse) => {
    response.writeHead(201, { 'content-type': type, 'content-length': 1000 })
    response.write('[{"ok":true')
    setImmediate(() => response.destroy())
  }
}

const A = { kind: 'unacknowledged', id: 'a' }

describe('a write is not acknowledged', () => {
  it('when its row says that fewer copies than the quorum took it', async () => {
    const rows = [
      { ok: true, id: 'a', rev: '1-a', accepted: true },
      { ok: true, id: 'b', rev: '1-b' },
    ]
    const { db } = await pretend(answer(202, rows))
    expect(await db.writeAll([{ _id: 'a' }, { _id: 'b' }])).toEqual([
      A,
      { kind: 'written', id: 'b', rev: '1-b' },
    ])
  })

  it('when a swap is answered 202', async () => {
    const { db } = await pretend(answer(202, { ok: true, id: 'a', rev: '1-a' }))
    expect(await db.compareAndSwap({ _id: 'a' })).toEqual(A)
  })

  it.each(['internal_server_error', 'timeout', 'nodedown', 'error', 'something new'])(
    'when its row says %j',
    async (error) => {
      const { db } = await pretend(answer(201, [{ id: 'a', error, reason: '' }]))
      expect(await db.write({ _id: 'a' })).toEqual(A)
    },
  )

  it.each([
    ['a list that is too short', []],
    ['rows of other documents', [{ ok: true, id: 'b', rev: '1-a' }]],
    ['rows without a revision', [{ ok: true, id: 'a' }]],
    ['no list', { ok: true }],
    ['no JSON', '<html>ok</html>'],
    ['nothing', ''],
  ])('when the answer is %s', async (_, body) => {
    const { db } = await pretend(answer(201, body))
    expect(await db.write({ _id: 'a' })).toEqual(A)
    expect(await db.compareAndSwap({ _id: 'a' })).toMatchObject({ id: 'a' })
  })

  it.each([500, 502, 503, 504, 429, 408])('when the answer is %i', async (status) => {
    const { db } = await pretend(answer(status, { error: 'x', reason: 'y' }))
    expect(await db.write({ _id: 'a' })).toEqual(A)
    expect(await db.compareAndSwap({ _id: 'a' })).toEqual(A)
  })

  it('when a node is down, which CouchDB calls a failed precondition', async () => {
    const { couch, db } = await pretend(answer(412, { error: 'nodedown', reason: 'progress not possible' }))
    expect(await db.write({ _id: 'a' })).toEqual(A)
    await expect(couch.ensureDatabase('db')).rejects.toMatchObject({ code: 'unavailable' })
  })

  it.each(['application/json', 'text/plain', 'application/octet-stream'])(
    'when an answer of type %s breaks off, and the process goes on',
    async (type) => {
      const { db } = await pretend(cutOff(type))
      expect(await db.write({ _id: 'a' })).toEqual(A)
      await expect(db.read('a')).rejects.toMatchObject({ code: 'unavailable' })
    },
  )

  it('when no answer comes in time', async () => {
    const { db } = await pretend(() => undefined, 200)
    expect(await db.write({ _id: 'a' })).toEqual(A)
    await expect(db.info()).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('a write is refused for good', () => {
  it('when its row is forbidden, and the others are not touched by it', async () => {
    const rows = [
      { id: 'a', error: 'forbidden', reason: 'code: sentence' },
      { ok: true, id: 'b', rev: '1-b' },
    ]
    const { db } = await pretend(answer(201, rows))
    const refused = { kind: 'refused', id: 'a', error: 'forbidden', reason: 'code: sentence' }
    expect(await db.writeAll([{ _id: 'a' }, { _id: 'b' }])).toEqual([
      refused,
      { kind: 'written', id: 'b', rev: '1-b' },
    ])
  })

  it.each([
    [403, 'forbidden'],
    [413, 'document_too_large'],
    [400, 'doc_validation'],
  ])('when the answer is %i %s', async (status, error) => {
    const { db } = await pretend(answer(status, { error, reason: 'r' }))
    const refused = { kind: 'refused', id: 'a', error, reason: 'r' }
    expect(await db.write({ _id: 'a' })).toEqual(refused)
    expect(await db.compareAndSwap({ _id: 'a' })).toEqual(refused)
  })
})

describe('planting', () => {
  it.each([
    [202, [], 'unavailable'],
    [201, [{ id: 'a', error: 'forbidden' }], 'unexpected'],
    [500, [{ error: 'error' }], 'unavailable'],
  ])('fails loudly on %i %j', async (status, body, code) => {
    const { db } = await pretend(answer(status, body))
    await expect(db.plant([{ _id: 'a', _rev: '1-a' }])).rejects.toMatchObject({ code })
  })
})

describe('reading', () => {
  it.each([
    ['a document', {}],
    ['a list', { rows: 5 }],
    ['changes', { results: [{}], last_seq: '1' }],
  ])('takes nothing for %s that has another shape', async (_, body) => {
    const { db } = await pretend(answer(200, body))
    const code = { code: 'unexpected' }
    await expect(db.read('a')).rejects.toMatchObject(code)
    await expect(db.readMany(['a'])).rejects.toMatchObject(code)
    await expect(db.changes({ since: '0', limit: 1, includeDocs: true })).rejects.toMatchObject(code)
    await expect(db.leaves('a')).rejects.toMatchObject(code)
    await expect(db.info()).rejects.toMatchObject({ name: 'CouchError' })
  })

  it('of the leaves of many says which could not be read, and never takes one for another', async () => {
    const leaf = (id: string) => ({ id, docs: [{ ok: { _id: id, _rev: '1-a' } }] })
    const failed = {
      id: 'b',
      docs: [{ error: { id: 'b', rev: 'undefined', error: 'timeout', reason: 'x' } }],
    }
    const half = {
      id: 'c',
      docs: [{ ok: { _id: 'c', _rev: '1-a' } }, { error: { error: 'internal_server_error' } }],
    }
    const { db } = await pretend(answer(200, { results: [leaf('a'), failed, half, leaf('e')] }))
    expect(await db.leavesOfMany(['a', 'b', 'c', 'd', 'e'])).toEqual([
      [{ _id: 'a', _rev: '1-a' }],
      ...Array<undefined>(4).fill(undefined),
    ])
  })

  it('asks at the address below the prefix of a proxy, and keeps the prefix apart from the databases', async () => {
    const seen: (string | undefined)[] = []
    const { url } = await pretend((request, response) => {
      seen.push(request.url)
      answer(200, ['a'])(request, response)
    })
    const couch = openCouch({ url: `${url}/couch/` })
    await couch.databaseNames()
    await couch.deleteDatabase('db/part')
    await couch.close()
    expect(seen).toEqual(['/couch/_all_dbs', '/couch/db%2Fpart'])
  })
})

describe('reads for whoever asks', () => {
  it('keep no write waiting, however many they are, and are refused at once when too many wait', async () => {
    let reads = 0
    const { couch, db } = await pretend((request, response) => {
      if (request.method === 'GET') reads++
      else answer(201, [{ ok: true, id: 'a', rev: '1-a' }])(request, response)
    })
    const statuses = Array.from({ length: 1000 }, () => couch.publicReads('db').leaves('a'))
    const refused = await Promise.race(statuses.map((status) => status.catch((error: unknown) => error)))
    expect(refused).toMatchObject({ code: 'unavailable' })
    expect(await db.write({ _id: 'a' })).toMatchObject({ kind: 'written' })
    expect(reads).toBeLessThanOrEqual(8)
  })

  it('are taken again once others are done', async () => {
    const { couch } = await pretend(answer(200, [{ ok: { _id: 'a', _rev: '1-a' } }]))
    const database = couch.publicReads('db')
    const crowd = await Promise.allSettled(Array.from({ length: 1000 }, () => database.leaves('a')))
    expect(new Set(crowd.map(({ status }) => status))).toEqual(new Set(['fulfilled', 'rejected']))
    expect(await database.leaves('a')).toEqual([{ _id: 'a', _rev: '1-a' }])
  })
})
