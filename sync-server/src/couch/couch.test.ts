import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { CREDENTIALS, startTemporaryEngine, withCredentials } from '#couchdb/contract/temporary-engine'
import { startEngine } from '#couchdb/engine'
import { describeCouchLayer } from './couch.contract.ts'
import { openCouch } from './couch.ts'

describeCouchLayer('the embedded engine through nano', startTemporaryEngine)

const url = process.env['COUCHDB_URL']
if (url !== undefined) {
  describeCouchLayer('CouchDB through nano', () => Promise.resolve({ url, close: () => Promise.resolve() }))
}

it('a follower survives that the engine stops and starts, and misses nothing', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'urna-follow-'))
  let engine = await startEngine({ directory, credentials: CREDENTIALS })
  const port = Number(new URL(engine.url).port)
  const stop = new AbortController()
  let restarts = 0
  const couch = openCouch({
    url: withCredentials(engine.url),
    pacing: {
      // Called when the feed broke: that is when the engine comes back, with a document more.
      async pause() {
        if (restarts === 0) {
          restarts += 1
          engine = await startEngine({ directory, port, credentials: CREDENTIALS })
          const writer = openCouch({ url: withCredentials(engine.url) })
          await writer.database('db').write({ _id: 'while away' })
          await writer.close()
        }
      },
    },
  })
  const db = await couch.ensureDatabase('db')
  await db.write({ _id: 'before' })
  const seen: string[] = []
  const failures: string[] = []
  const options = { since: '0', includeDocs: false, signal: stop.signal }
  for await (const page of db.follow({ ...options, onError: ({ code }) => failures.push(code) })) {
    seen.push(...page.rows.map(({ id }) => id))
    if (seen.at(-1) === 'before') await engine.close()
    if (seen.at(-1) === 'while away') await db.write({ _id: 'after' })
    if (seen.at(-1) === 'after') stop.abort()
  }
  expect(seen).toEqual(['before', 'while away', 'after'])
  expect(new Set(failures)).toEqual(new Set(['unavailable']))
  expect(restarts).toBe(1)
  await couch.close()
  await engine.close()
  await rm(directory, { recursive: true })
})

it('a wrong password is said to be one, without being repeated', async () => {
  const engine = await startTemporaryEngine()
  const address = new URL(engine.url)
  address.password = 'wrong-secret'
  const couch = openCouch({ url: address.href })
  const error: unknown = await couch.databaseNames().catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'CouchError', code: 'unauthorized' })
  const told = JSON.stringify(error) + String(error) + String((error as Error).stack)
  expect(told).not.toContain('wrong-secret')
  expect(told).not.toContain(btoa(`${CREDENTIALS.username}:wrong-secret`))
  await expect(couch.database('db').write({ _id: 'a' })).rejects.toMatchObject({ code: 'unauthorized' })
  await couch.close()
  await engine.close()
})

it('without a server nothing is up, reads say so, and writes prove nothing', async () => {
  // A port that was free a moment ago.
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  const couch = openCouch({ url: `http://admin:hidden-secret@127.0.0.1:${port}` })
  expect(await couch.isUp()).toBe(false)
  const error: unknown = await couch.databaseNames().catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'unavailable' })
  expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('hidden-secret')
  const db = couch.database('db')
  expect(await db.write({ _id: 'a' })).toEqual({ kind: 'unacknowledged', id: 'a' })
  expect(await db.compareAndSwap({ _id: 'a' })).toEqual({ kind: 'unacknowledged', id: 'a' })
  await couch.close()
})
