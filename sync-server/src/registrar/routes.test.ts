import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blindCredential, finalizeCredential } from '#protocol/formats/blinding'
import { checkCredential } from '#protocol/formats/credential'
import { publicKeyOf } from '#protocol/signed'
import { notFound, problemHandler } from '../http/problem.ts'
import { voterSeed } from '../testing/election-fixture.ts'
import type { RegistrarFixture } from '../testing/registrar-fixture.ts'
import { DURING, makeRegistrar } from '../testing/registrar-fixture.ts'
import { registrarRoutes } from './routes.ts'

const groups = [
  { id: 'all', weight: 1, contests: ['chair'] },
  { id: 'members', weight: 2, contests: ['chair', 'board'] },
]
let fixture: RegistrarFixture
let server: Server
let now = DURING

beforeAll(async () => {
  fixture = await makeRegistrar({ all: 10, members: 2 }, { groups })
  const app = express()
  // As `--trust-proxy 1` sets it: the test is the proxy, where it says for whom it asks.
  app.set('trust proxy', 1)
  app.use(registrarRoutes({ ...fixture, clock: () => now }))
  app.use(
    notFound,
    problemHandler((error) => {
      throw error
    }),
  )
  server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

interface Answer {
  readonly status: number
  readonly retryAfter: string | null
  readonly body: Readonly<Record<string, string>>
}

async function ask(
  question: 'group' | 'credentials',
  body: object,
  path = 'board-2026/registrars/main',
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { port } = server.address() as AddressInfo
  const address = `http://127.0.0.1:${port}/api/elections/${path}/${question}`
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: (await response.json()) as Record<string, string>,
  }
}

function code(group: string, nth: number): string {
  return fixture.form(fixture.codes[group]?.[nth] ?? '')
}

async function blinded(group: string, voter: number) {
  const { manifest, manifestHash } = fixture.election
  const request = { registrar: 'main', group, key: publicKeyOf(voterSeed(voter)) }
  return { ...request, ...(await blindCredential(manifest.body, manifestHash, request)) }
}

describe('a voter with a code', () => {
  it('learns the group and gets a credential that passes every check', async () => {
    const { manifest, manifestHash } = fixture.election
    const { body: told } = await ask('group', { code: code('members', 0) })
    expect(told).toEqual({ group: 'members' })
    const request = await blinded('members', 1)
    const { blindedMessage } = request
    const answer = await ask('credentials', { group: 'members', blindedMessage, code: code('members', 0) })
    expect(answer.status).toBe(200)
    const blindSignature = answer.body['blindSignature'] ?? ''
    const signature = await finalizeCredential(manifest.body, manifestHash, { ...request, blindSignature })
    const credential = { group: 'members', key: request.key, signatures: [{ registrar: 'main', signature }] }
    await expect(checkCredential(credential, manifest.body, manifestHash)).resolves.toBeUndefined()
  })

  it('gets the lost answer again, and nothing for another request', async () => {
    const { blindedMessage } = await blinded('all', 2)
    const first = await ask('credentials', { group: 'all', blindedMessage, code: code('all', 0) })
    expect(await ask('credentials', { group: 'all', blindedMessage, code: code('all', 0) })).toEqual(first)
    const other = await blinded('all', 3)
    const second = await ask('credentials', {
      group: 'all',
      blindedMessage: other.blindedMessage,
      code: code('all', 0),
    })
    expect(second).toMatchObject({ status: 409, body: { code: 'already-issued' } })
  })

  it('cannot vote in a group that is not theirs', async () => {
    const { blindedMessage } = await blinded('members', 4)
    const answer = await ask('credentials', { group: 'members', blindedMessage, code: code('all', 1) })
    expect(answer).toMatchObject({ status: 403, body: { code: 'wrong-group' } })
    const nowhere = await ask('credentials', { group: 'toString', blindedMessage, code: code('all', 1) })
    expect(nowhere.status).toBe(400)
    const none = await ask('credentials', { group: 'guests', blindedMessage, code: code('all', 1) })
    expect(none).toMatchObject({ status: 403, body: { code: 'wrong-group' } })
  })

  it('is told 503 when nobody knows whether the code was spent, and 200 afterwards', async () => {
    const { blindedMessage } = await blinded('all', 5)
    fixture.couch.plan = () => 'unknown'
    const answer = await ask('credentials', { group: 'all', blindedMessage, code: code('all', 2) })
    fixture.couch.plan = () => undefined
    expect(answer).toMatchObject({ status: 503, retryAfter: '2', body: { code: 'unavailable' } })
    expect((await ask('credentials', { group: 'all', blindedMessage, code: code('all', 2) })).status).toBe(
      200,
    )
  })

  it('is late once the election has closed', async () => {
    const { blindedMessage } = await blinded('all', 6)
    now = new Date('2026-05-02T08:00:00Z')
    const answer = await ask('credentials', { group: 'all', blindedMessage, code: code('all', 3) })
    now = DURING
    expect(answer).toMatchObject({ status: 403, body: { code: 'late' } })
  })
})

describe('the registrar refuses', () => {
  const blindedMessage = Buffer.alloc(256, 1).toString('base64url')

  it.each([
    [
      'a message above the modulus',
      { group: 'all', blindedMessage: Buffer.alloc(256, 255).toString('base64url') },
    ],
    [
      'a message that is not blinded',
      { group: 'all', blindedMessage: Buffer.alloc(256).toString('base64url') },
    ],
    ['a short message', { group: 'all', blindedMessage: 'AAAA' }],
    ['an unknown member', { group: 'all', blindedMessage, name: 'Ada' }],
    ['a missing member', { blindedMessage }],
  ])('%s as malformed', async (_what, request) => {
    const answer = await ask('credentials', { ...request, code: code('all', 4) })
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } })
  })

  it('a code in the form of another registrar', async () => {
    const typed = { code: Buffer.from('a code as typed, which is wrong!').toString('base64url') }
    expect(await ask('group', typed)).toMatchObject({ status: 404, body: { code: 'unknown-code' } })
  })

  it('another election and another registrar', async () => {
    for (const path of ['council/registrars/main', 'board-2026/registrars/second']) {
      const answer = await ask('group', { code: code('all', 4) }, path)
      expect(answer).toMatchObject({ status: 404, body: { code: 'unknown-election' } })
    }
  })

  it('a large request', async () => {
    const answer = await ask('group', { code: 'a'.repeat(20_000) })
    expect(answer).toMatchObject({ status: 413, body: { code: 'too-large' } })
  })

  it('wrong codes after many of them, with the time to wait, while correct ones are answered', async () => {
    const wrong = { code: Buffer.alloc(32, 9).toString('base64url') }
    for (let count = 0; count < 60; count++) await ask('group', wrong)
    const answer = await ask('group', wrong)
    expect(answer).toMatchObject({ status: 429, retryAfter: '1', body: { code: 'throttled' } })
    expect(await ask('group', { code: code('all', 4) })).toMatchObject({
      status: 200,
      body: { group: 'all' },
    })
  })

  it('is told from others behind the same proxy, and cannot say itself who it is', async () => {
    const behind = (chain: string): Promise<Answer> => {
      const unknown = { code: Buffer.alloc(32, 9).toString('base64url') }
      return ask('group', unknown, 'board-2026/registrars/main', { 'x-forwarded-for': chain })
    }
    for (let attempt = 0; attempt < 60; attempt++) await behind(`10.9.9.${attempt}, 192.0.2.1`)
    expect((await behind('10.9.9.99, 192.0.2.1')).status).toBe(429)
    expect((await behind('192.0.2.2')).status).toBe(404)
  })
})
