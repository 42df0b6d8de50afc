import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Client } from '../contract/client.ts'
import { CREDENTIALS, withCredentials } from '../contract/temporary-engine.ts'
import { Databases } from '../store/databases.ts'
import { createRouter } from './router.ts'

let directory = ''
let databases: Databases
let server: Server
let client: Client
const errors: unknown[] = []
const warnings: Error[] = []
const onWarning = (warning: Error): void => void warnings.push(warning)

beforeAll(async () => {
  process.on('warning', onWarning)
  directory = await mkdtemp(join(tmpdir(), 'urna-router-'))
  databases = await Databases.in(directory)
  const onError = (error: unknown): void => void errors.push(error)
  server = createServer(createRouter({ databases, credentials: CREDENTIALS, uuid: 'u', onError }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  client = new Client(withCredentials(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  await client.request('PUT', '/db')
})

afterAll(async () => {
  server.close()
  await databases.close()
  await rm(directory, { recursive: true })
  process.off('warning', onWarning)
})

describe('the router', () => {
  it('forgets the feeds of clients that are gone, and warns of no leak with a hundred of them', async () => {
    const database = await databases.open('db')
    const leaving = new AbortController()
    const path = '/db/_changes?feed=longpoll&since=now'
    const { signal } = leaving
    await Promise.all(Array.from({ length: 100 }, () => client.fetch('GET', path, { signal })))
    await expect.poll(() => database.waiting).toBe(100)
    leaving.abort()
    await expect.poll(() => database.waiting).toBe(0)
    await Promise.all(Array.from({ length: 50 }, () => client.get('/db/_changes?include_docs=true')))
    expect(warnings).toEqual([])
  })

  it('ends the feeds of a database that is deleted', async () => {
    await client.request('PUT', '/short-lived')
    const feed = await client.fetch('GET', '/short-lived/_changes?feed=longpoll')
    await client.request('DELETE', '/short-lived')
    expect(await feed.json()).toMatchObject({ results: [] })
  })

  it.each([
    ['unbalanced nesting', '{"a":'.repeat(100_000)],
    ['deep nesting', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['bytes that are no text', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('refuses %s', async (_, text) => {
    for (const path of ['/db/_bulk_docs', '/db/_find', '/db/_revs_diff', '/db']) {
      expect((await client.request('POST', path, { text })).status).toBe(400)
    }
    expect((await client.request('PUT', '/db/hostile', { text })).status).toBe(400)
    expect(errors).toEqual([])
  })

  it('keeps nesting that anybody would use', async () => {
    const text = `{"a":${'['.repeat(150)}${']'.repeat(150)}}`
    expect((await client.request('PUT', '/db/nested', { text })).status).toBe(201)
    expect((await client.get('/db/nested')).status).toBe(200)
  })

  it('refuses bodies over its limit and encodings it does not know', async () => {
    const text = JSON.stringify({ a: 'x'.repeat(17 * 1024 * 1024) })
    expect(await client.request('PUT', '/db/huge', { text })).toMatchObject({
      status: 413,
      body: { error: 'too_large' },
    })
    const headers = { 'content-encoding': 'bogus' }
    expect((await client.request('PUT', '/db/huge', { text: '{}', headers })).status).toBe(415)
  })

  it.each(['/%', '/%zz', '/db/%ff', '/db/%c0%ae%c0%ae'])('refuses the address %s', async (path) => {
    expect(await raw(`GET ${path} HTTP/1.1`)).toContain('400 Bad Request')
  })

  it.each(['/../../etc/passwd', '/db/../../x', '//db//a', '/db/a/b/c', '/db/.', '/db/..%2f..'])(
    'finds nothing at %s',
    async (path) => {
      expect(await raw(`GET ${path} HTTP/1.1`)).toContain('404 Not Found')
    },
  )

  it.each(['*', '//evil.example/x', '/http://evil.example/'])(
    'answers as CouchDB at the address %s',
    async (path) => {
      const answer = await raw(`GET ${path} HTTP/1.1`)
      expect(answer).toContain('404 Not Found')
      expect(answer).toContain('"error":"not_found"')
    },
  )

  it('survives clients that stop in the middle of a request', async () => {
    const { port } = server.address() as AddressInfo
    for (const cut of [
      'PUT /db/cut HTTP/1.1\r\n',
      `${head('PUT /db/cut HTTP/1.1')}content-length: 99\r\n\r\n{"a"`,
    ]) {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      socket.write(cut)
      socket.destroy()
    }
    expect((await client.get('/db/cut')).status).toBe(404)
    expect((await client.get('/_up')).status).toBe(200)
  })

  it('takes what PouchDB would throw at in a place where nobody catches', async () => {
    const first = await client.write('db', { _id: 'twice', n: 1 })
    const second = await client.write('db', { _id: 'twice', n: 2, _rev: first })
    await client.request('DELETE', `/db/twice?rev=${second}`)
    expect((await client.put('/db/twice', { n: 2, _rev: first })).status).toBe(409)
    const revs = encodeURIComponent('["9-never"]')
    expect((await client.get(`/db/twice?open_revs=${revs}&latest=true`)).status).toBe(200)
    expect((await client.post('/db/_revs_diff', { twice: { slice: 1 } })).status).toBe(400)
    expect(errors).toEqual([])
  })

  it('refuses attachments, rather than losing them', async () => {
    const _attachments = { 'a.txt': { content_type: 'text/plain', data: btoa('text') } }
    expect(await client.put('/db/with', { _attachments })).toMatchObject({ status: 400 })
    expect((await client.put('/db/a/b', {})).status).toBe(400)
  })

  it('reports what it did not expect, and says 500', async () => {
    const database = await databases.open('db')
    const broken = vi.spyOn(database, 'read').mockRejectedValueOnce(new Error('disk on fire'))
    const answer = await client.get('/db/a')
    broken.mockRestore()
    expect(answer).toMatchObject({
      status: 500,
      body: { error: 'internal_server_error', reason: 'disk on fire' },
    })
    expect(errors.splice(0)).toMatchObject([{ message: 'disk on fire' }])
  })

  it('cuts off an answer that fails half way, so that nobody takes it for a whole one', async () => {
    const docs = Array.from({ length: 1100 }, (_, n) => ({ _id: `many-${n}`, n }))
    await client.post('/db/_bulk_docs', { docs })
    const database = await databases.open('db')
    const read = database.read.bind(database)
    let pages = 0
    const broken = vi.spyOn(database, 'read').mockImplementation((work) => {
      pages += 1
      return pages > 3 ? Promise.reject(new Error('disk on fire')) : read(work)
    })
    await expect(client.get('/db/_changes?include_docs=true')).rejects.toThrow()
    broken.mockRestore()
    errors.splice(0)
    expect((await client.get('/db/_changes?limit=1')).status).toBe(200)
  })
})

function head(line: string): string {
  const authorization = btoa(`${CREDENTIALS.username}:${CREDENTIALS.password}`)
  return `${line}\r\nhost: x\r\nauthorization: Basic ${authorization}\r\nconnection: close\r\n`
}

/** What no client library sends as it is. */
async function raw(line: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write(`${head(line)}\r\n`)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}
