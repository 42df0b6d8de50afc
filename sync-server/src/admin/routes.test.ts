import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONTROL_DATABASE } from '../elections/elections.ts'
import { problemHandler } from '../http/problem.ts'
import type { AdminFixture } from '../testing/admin-fixture.ts'
import { makeOffice } from '../testing/admin-fixture.ts'
import { gardenMeeting } from './demonstration/garden-meeting.ts'
import { drawFirstRunSecret } from './first-run-secret.ts'
import { adminRoutes } from './routes.ts'

let office: AdminFixture
let server: Server
let secret: string

beforeAll(async () => {
  office = await makeOffice()
  secret = (await drawFirstRunSecret(office.couch.database(CONTROL_DATABASE), randomBytes))?.secret ?? ''
  const app = express()
  app.use(adminRoutes(office))
  app.get('/elsewhere', (_request, response) => void response.json({}))
  app.use(
    problemHandler((error) => {
      throw error
    }),
  )
  server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

async function ask(
  path: string,
  body?: object | string,
  bearer = secret,
): Promise<{ status: number; body: unknown }> {
  const { port } = server.address() as AddressInfo
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${bearer}` },
    ...(body !== undefined && { body: text }),
  })
  return { status: response.status, body: await response.json() }
}

describe('the first-run secret', () => {
  it('that is not even brought costs the database no question', async () => {
    let calls = 0
    const counted: AdminFixture['couch'] = Object.create(office.couch, {
      ensureDatabase: {
        value: (name: string) => {
          calls++
          return office.couch.ensureDatabase(name)
        },
      },
    }) as AdminFixture['couch']
    const app = express().use(
      adminRoutes({ ...office, couch: counted }),
      problemHandler(() => undefined),
    )
    const other = app.listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/admin/api/elections`
    for (const headers of [{}, { authorization: 'Basic abc' }, { authorization: 'Bearer ' }])
      expect((await fetch(url, { headers })).status).toBe(401)
    expect(calls).toBe(0)
    await Promise.all(
      ['A', 'B', 'C'].map((wrong) => fetch(url, { headers: { authorization: `Bearer ${wrong}` } })),
    )
    expect(calls).toBe(1)
    await new Promise((resolve) => other.close(resolve))
  })

  it.each([
    ['nothing', ''],
    ['another', 'A'.repeat(32)],
    ['half of it', 'half'],
  ])('is needed: %s is refused', async (_what, wrong) => {
    const given = wrong === 'half' ? secret.slice(0, 16) : wrong
    for (const path of ['/admin/api/elections', '/admin/api/nothing'])
      expect(await ask(path, undefined, given)).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
  })

  it('may be typed in lower case and without hyphens', async () => {
    expect(
      (await ask('/admin/api/elections', undefined, secret.toLowerCase().replaceAll('-', ''))).status,
    ).toBe(200)
  })

  it('is asked for by the admin API only', async () => {
    expect((await ask('/elsewhere', undefined, '')).status).toBe(200)
  })
})

describe('the admin API', () => {
  it('creates, opens, lists and closes an election', async () => {
    expect(await ask('/admin/api/elections', gardenMeeting('garden', office.now))).toEqual({
      status: 201,
      body: { election: 'garden', warnings: [] },
    })
    const opened = await ask('/admin/api/elections/garden/open', { codes: { all: 12 } })
    expect(opened).toMatchObject({
      status: 200,
      body: { warnings: [], manifestHash: expect.any(String) as string },
    })
    const { codes, joinLink } = opened.body as { codes: { all: string[] }; joinLink: string }
    expect(codes.all).toHaveLength(12)
    expect(joinLink).toContain('/#/join/garden/')
    const listed = await ask('/admin/api/elections')
    expect(listed.body).toMatchObject({
      elections: [{ election: 'garden', phase: 'open', rollSize: { all: 12 } }],
    })
    office.now = new Date(office.now.getTime() + 60_000)
    const closed = await ask('/admin/api/elections/garden/close', { acceptUntil: '2026-05-01T09:00:00Z' })
    expect(closed).toEqual({
      status: 200,
      body: { closes: '2026-05-01T08:01:00Z', acceptUntil: '2026-05-01T09:00:00Z' },
    })
  })

  it('names what is wrong with a definition', async () => {
    const answer = await ask('/admin/api/elections', {
      ...gardenMeeting('other', office.now),
      colour: 'green',
    })
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } })
    expect(JSON.stringify(answer.body)).toContain('unknown member \\"colour\\"')
  })

  it.each([
    ['a duplicate member', '{"codes":{"all":1,"all":2}}'],
    ['a negative number of codes', '{"codes":{"all":-1}}'],
    ['no JSON', 'codes=12'],
  ])('refuses %s', async (_what, body) => {
    expect(await ask('/admin/api/elections/garden/open', body)).toMatchObject({
      status: 400,
      body: { code: 'malformed' },
    })
  })

  it('has nothing at other addresses', async () => {
    expect(await ask('/admin/api/voters')).toMatchObject({ status: 404, body: { code: 'not-found' } })
    expect(await ask('/admin/api/elections/council/open', {})).toMatchObject({
      body: { code: 'unknown-election' },
    })
  })
})

describe('opening an election of many codes', () => {
  const patience = 20
  let slow: Server
  /** Lets the drawing of keys end, which holds the opening up. */
  let go: () => void = () => undefined
  let creations = 0

  beforeAll(async () => {
    const gate = new Promise<void>((resolve) => (go = resolve))
    const keystore = {
      load: (id: string) => office.keystore.load(id),
      create: async (id: string, groups: readonly string[]) => {
        creations++
        await gate
        return office.keystore.create(id, groups)
      },
    }
    const app = express().use(
      adminRoutes({ ...office, keystore }, patience),
      problemHandler(() => undefined),
    )
    slow = app.listen(0, '127.0.0.1')
    await new Promise((resolve) => slow.once('listening', resolve))
  })
  afterAll(() => new Promise((resolve) => slow.close(resolve)))

  function open(signal?: AbortSignal): Promise<Response> {
    const { port } = slow.address() as AddressInfo
    return fetch(`http://127.0.0.1:${port}/admin/api/elections/many/open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: '{"codes":{"all":600}}',
      ...(signal && { signal }),
    })
  }

  async function untilOpen(): Promise<unknown> {
    for (;;) {
      const response = await open()
      if (response.status !== 202) return response.json()
    }
  }

  it('goes on when whoever asked is gone, and every later answer has the same codes', async () => {
    await ask('/admin/api/elections', gardenMeeting('many', new Date(office.now.getTime())))
    const gone = new AbortController()
    const lost = open(gone.signal)
    setTimeout(() => gone.abort(), patience / 2)
    await expect(lost).rejects.toThrow('abort')
    const waiting = await open()
    expect([waiting.status, await waiting.json()]).toEqual([202, { drawn: 0 }])
    go()
    const { codes } = (await untilOpen()) as { codes: { all: string[] } }
    expect(new Set(codes.all).size).toBe(600)
    expect(creations).toBe(1)
    expect(await untilOpen()).toMatchObject({ codes })
    expect((await ask('/admin/api/elections/many/codes/received', {})).status).toBe(200)
    expect(await untilOpen()).toMatchObject({ codes: {} })
  })
})
