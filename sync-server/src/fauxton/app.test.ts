import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Engine } from '#couchdb/engine'
import { startEngine } from '#couchdb/engine'
import { drawFirstRunSecret } from '../admin/first-run-secret.ts'
import { openControl } from '../elections/elections.ts'
import type { Couch } from '../couch/couch.ts'
import { openCouch } from '../couch/couch.ts'
import type { RunningFauxton } from './serve.ts'
import { FauxtonError, serveFauxton } from './serve.ts'

const credentials = { username: 'urna', password: 'the-database-password' }
let directory: string
let engine: Engine
let couch: Couch
let secret: string
let fauxton: RunningFauxton
let now = Date.parse('2026-05-01T08:00:00Z')
let lines: string[]

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-fauxton-'))
  engine = await startEngine({ directory, credentials })
  couch = openCouch({ url: databaseUrl() })
  secret = (await drawFirstRunSecret(await openControl(couch), randomBytes))?.secret ?? ''
  await couch.ensureDatabase('election-demo')
})
beforeEach(async () => {
  lines = []
  fauxton = await serve({ only: 0 })
  return () => fauxton.close()
})
afterAll(async () => {
  await couch.close()
  await engine.close()
  await rm(directory, { recursive: true })
})

function databaseUrl(): string {
  return engine.url.replace('://', `://${credentials.username}:${credentials.password}@`)
}

function serve(choice: Parameters<typeof serveFauxton>[1]): Promise<RunningFauxton> {
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) })
  const surroundings = { couch, databaseUrl: databaseUrl(), log, host: '127.0.0.1', random: randomBytes }
  return serveFauxton({ ...surroundings, clock: () => new Date(now) }, choice, 100)
}

interface Asked {
  method?: string
  cookie?: string
  body?: unknown
  headers?: Record<string, string>
}

function ask(
  path: string,
  { method = 'GET', cookie = '', body, headers = {} }: Asked = {},
): Promise<Response> {
  const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
  return fetch(`${fauxton.origin}${path}`, {
    method,
    redirect: 'manual',
    headers: { accept: 'application/json', 'content-type': 'application/json', cookie, ...headers },
    ...(text !== undefined && { body: text }),
  })
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded', origin: '' }

function postSecret(given: string, origin = fauxton.origin): Promise<Response> {
  const body = new URLSearchParams({ secret: given }).toString()
  return ask('/_sign_in', { method: 'POST', body, headers: { ...FORM, origin } })
}

async function signIn(): Promise<string> {
  const cookie = (await postSecret(secret)).headers.get('set-cookie') ?? ''
  return cookie.split(';')[0] ?? ''
}

describe('without a session', () => {
  it.each(['/', '/_utils/', '/_utils/index.html', '/_all_dbs', '/election-demo', '/election-demo/_changes'])(
    'nothing is served at %s',
    async (path) => {
      const answer = await ask(path)
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ error: 'unauthorized' })
      const page = await ask(path, { headers: { accept: 'text/html' } })
      expect([page.status, page.headers.get('location')]).toEqual([303, '/_sign_in'])
    },
  )

  it('nothing is written', async () => {
    const cookie = 'urna_console=made-up'
    expect((await ask('/election-demo/a', { method: 'PUT', body: {}, cookie })).status).toBe(401)
    expect(await couch.database('election-demo').read('a')).toBeUndefined()
  })

  it('Fauxton hears that nobody is there', async () => {
    expect(await (await ask('/_session')).json()).toMatchObject({ userCtx: { name: null, roles: [] } })
  })

  it('the sign-in page has no script, loads nothing from elsewhere and cannot be framed', async () => {
    const page = await ask('/_sign_in')
    const text = await page.text()
    expect(text).not.toMatch(/<script|https?:/)
    // Else browsers look for one, and are told to sign in first.
    expect(text).toContain('<link rel="icon" href="data:,">')
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  })
})

describe('signing in', () => {
  it('takes the console secret and gives a cookie that no script and no other site gets', async () => {
    const answer = await postSecret(secret.toLowerCase())
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/_utils/'])
    expect(answer.headers.get('set-cookie')).toMatch(
      /^urna_console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    const cookie = await signIn()
    expect((await ask('/_utils/', { cookie })).status).toBe(200)
    const session = await (await ask('/_session', { cookie })).text()
    expect(JSON.parse(session)).toMatchObject({ userCtx: { name: 'officer', roles: ['_admin'] } })
    expect(session).not.toContain(credentials.username)
  })

  it('refuses another secret, in words, and loses patience after ten', async () => {
    for (let wrong = 0; wrong < 10; wrong++) {
      const answer = await postSecret('no')
      expect(answer.status).toBe(403)
      expect(await answer.text()).toMatch(/role="alert">That is not the console secret/)
    }
    expect((await postSecret(secret)).status).toBe(429)
    now += 5000
    expect((await postSecret(secret)).status).toBe(303)
    expect(lines).toHaveLength(10)
  })

  it('works in Fauxton’s own form, and signing out there ends the session', async () => {
    const form = (password: string): Asked => ({
      method: 'POST',
      body: new URLSearchParams({ name: 'anybody', password }).toString(),
      headers: { ...FORM, origin: fauxton.origin },
    })
    expect((await ask('/_session', form('no'))).status).toBe(401)
    const answer = await ask('/_session', form(secret))
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await ask('/_all_dbs', { cookie })).status).toBe(200)
    await ask('/_session', { method: 'DELETE', cookie })
    expect((await ask('/_all_dbs', { cookie })).status).toBe(401)
  })

  it('is not done by another page, nor under another name', async () => {
    expect((await postSecret(secret, 'http://localhost:8080')).status).toBe(403)
    const cookie = await signIn()
    const foreign = await ask('/election-demo/a', {
      method: 'PUT',
      body: {},
      cookie,
      headers: { 'sec-fetch-site': 'same-site' },
    })
    expect(await foreign.json()).toMatchObject({
      error: 'forbidden',
      reason: expect.stringMatching(/^foreign-page/) as string,
    })
  })
})

describe('with a session', () => {
  it('calls reach the database as the server’s, and its answers come back without its address', async () => {
    const cookie = await signIn()
    const written = await ask('/election-demo/a%2Fb?conflicts=true', {
      method: 'PUT',
      body: { n: 1 },
      cookie,
    })
    expect(written.status).toBe(201)
    expect(written.headers.get('location')).toBeNull()
    expect(written.headers.get('set-cookie')).toBeNull()
    const read = await ask('/election-demo/a%2Fb', { cookie })
    expect(read.headers.get('content-type')).toMatch(/^application\/json/)
    expect(read.headers.get('cache-control')).toBe('no-store')
    expect(await read.json()).toMatchObject({ _id: 'a/b', n: 1 })
    expect(await (await ask('/', { cookie })).json()).toMatchObject({ couchdb: 'Welcome' })
  })

  it('a write is noted with method, database and id, and without what it said', async () => {
    const cookie = await signIn()
    await ask('/election-demo/noted', { method: 'PUT', body: { text: 'do not repeat' }, cookie })
    await ask('/election-demo/noted', { cookie })
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      method: 'PUT',
      database: 'election-demo',
      ids: ['noted'],
      status: 201,
    })
    expect(lines.join()).not.toContain('repeat')
  })

  it.each([
    ['DELETE', '/election-demo', undefined, 'whole-databases'],
    ['PUT', '/_node/_local/_config/admins/eve', 'x', 'server-settings'],
    ['PUT', '/control/server:first-run', {}, 'read-only'],
    ['PUT', '/election-demo/_design/x', {}, 'design-documents'],
  ])('%s %s is refused with a reason', async (method, path, body, code) => {
    const answer = await ask(path, { method, body: JSON.stringify(body), cookie: await signIn() })
    expect(answer.status).toBe(403)
    const reason = expect.stringMatching(new RegExp(`^${code}: `)) as string
    expect(await answer.json()).toEqual({ error: 'forbidden', reason })
  })

  it('a body that two readers could understand differently reaches nobody', async () => {
    const cookie = await signIn()
    const body = '{"docs":[{"_id":"twice"}],"docs":[]}'
    const answer = await ask('/election-demo/_bulk_docs', { method: 'POST', body, cookie })
    expect(answer.status).toBe(400)
    expect(await couch.database('election-demo').read('twice')).toBeUndefined()
  })

  it('a feed comes through while it runs, and ends with the server', async () => {
    const cookie = await signIn()
    const feed = await ask('/election-demo/_changes?feed=continuous&since=now&heartbeat=60000', { cookie })
    const body = feed.body as ReadableStream<Uint8Array<ArrayBuffer>> | null
    const reader = (body ?? expect.fail('no body')).getReader()
    await ask('/election-demo/streamed', { method: 'PUT', body: {}, cookie })
    const { value } = await reader.read()
    expect(new TextDecoder().decode(value)).toContain('"id":"streamed"')
    await fauxton.close()
    await expect(reader.read()).rejects.toThrow()
  })

  it('ends by itself', async () => {
    const cookie = await signIn()
    now += 31 * 60_000
    expect((await ask('/_all_dbs', { cookie })).status).toBe(401)
  })
})

describe('the port', () => {
  it('is a free one when the next one is taken, and nothing else when one was chosen', async () => {
    const taken = Number(new URL(fauxton.origin).port)
    const other = await serve({ next: taken })
    expect(other.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(other.origin).not.toBe(fauxton.origin)
    await other.close()
    await expect(serve({ only: taken })).rejects.toThrow(FauxtonError)
  })
})
