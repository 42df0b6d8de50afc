import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '#couchdb/engine'
import type { Ballot } from '#protocol/formats/ballot'
import { signBallot } from '#protocol/formats/ballot'
import { blindCredential, finalizeCredential } from '#protocol/formats/blinding'
import { deriveCode } from '#protocol/formats/credential'
import type { ManifestDocument } from '#protocol/formats/manifest'
import { findContests } from '#protocol/formats/manifest'
import { publicKeyOf } from '#protocol/signed'
import { loadConfig } from './config.ts'
import { listen, portOf, stopListening } from './http/listen.ts'
import type { RunningRoles } from './roles.ts'
import { startRoles } from './roles.ts'
import { openDatabase } from './server.ts'

/** The whole application over a database of its own, with everything that it logs at any level. */
let directory: string
let engine: Engine | undefined
let roles: RunningRoles
let server: Server
let election: string
let manifest: ManifestDocument
let manifestHash: string
const lines: string[] = []
/** Where an answer set a cookie. */
const cookies: string[] = []
const ended: (() => Promise<void>)[] = []

/** What may be in no line of the log: the address, the browser, and each thing that a voter sent. */
const secrets = [
  '127.0.0.1',
  '::1',
  'voters-browser',
  'voters-cookie',
  'bulk_docs',
  '/registrars/',
  '/api/elections/',
]

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'urna-privacy-'))
  const config = {
    ...loadConfig({ URNA_DATA: directory }, []),
    origin: 'http://localhost',
    demonstration: true,
  }
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const database = await openDatabase(config)
  engine = database.engine
  roles = await startRoles(config, database.couch, log)
  server = await listen(roles.app, { host: '127.0.0.1', port: 0 })
  ended.push(
    () => roles.close(),
    () => database.couch.close(),
    () => stopListening(server, 0),
  )
  election = roles.demonstration?.election ?? expect.fail('no demonstration')
  const { body } = await ask(`/api/elections/${election}`)
  manifest = body['manifest'] as ManifestDocument
  manifestHash = String(body['manifestHash'])
})
afterAll(async () => {
  for (const end of ended) await end()
  await engine?.close()
  await rm(directory, { recursive: true, force: true })
})

async function ask(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { 'user-agent': 'voters-browser', cookie: 'session=voters-cookie' }
  const response = await fetch(`http://127.0.0.1:${portOf(server)}${path}`, { ...init, headers })
  if (response.headers.has('set-cookie')) cookies.push(`${init.method ?? 'GET'} ${path}`)
  const text = response.headers.get('content-type')?.includes('json') ? await response.text() : ''
  await response.body?.cancel().catch(() => undefined)
  return { status: response.status, body: JSON.parse(text || '{}') as Record<string, unknown> }
}

function post(path: string, body: unknown): ReturnType<typeof ask> {
  return ask(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
}

/** What a phone does with a code, up to a ballot. */
async function castWith(code: string): Promise<Ballot> {
  const seed = Uint8Array.from(randomBytes(32))
  const registrar = `/api/elections/${election}/registrars/main`
  const form = deriveCode(code, manifestHash, 'main')
  const { body: answer } = await post(`${registrar}/group`, { code: form })
  const request = { registrar: 'main', group: String(answer['group']), key: publicKeyOf(seed) }
  const { blindedMessage, inverse } = await blindCredential(manifest.body, manifestHash, request)
  secrets.push(code, form, blindedMessage, request.key)
  const issued = await post(`${registrar}/credentials`, { group: request.group, blindedMessage, code: form })
  expect(issued.status).toBe(200)
  const blindSignature = String(issued.body['blindSignature'])
  const signature = await finalizeCredential(manifest.body, manifestHash, {
    ...request,
    inverse,
    blindSignature,
  })
  const { group, key } = request
  const credential = { group, key, signatures: [{ registrar: 'main', signature }] }
  const blank = findContests(manifest.body, group).map(({ id }) => [id, []] as const)
  const header = { v: 1, election, manifest: manifestHash } as const
  return signBallot({ ...header, credential, sequence: 0, votes: Object.fromEntries(blank) }, seed)
}

/** Everything that a voter's device may ask for, and what is wrong of it. */
async function askEverything(ballot: Ballot): Promise<number[]> {
  const leafHash = ballot._id.slice('ballot:'.length)
  secrets.push(leafHash)
  const [api, sync] = [`/api/elections/${election}`, `/sync/${election}`]
  const answers = [
    await post(`${sync}/_bulk_docs`, { docs: [ballot] }),
    await post(`${sync}/_bulk_docs`, { docs: [{ ...ballot, signature: 'x' }] }),
    await post(`${sync}/_bulk_docs`, '{'),
    await post(`${sync}/_all_docs`, { keys: [ballot._id] }),
    await post(`${sync}/_revs_diff`, {}),
    await ask(`${sync}/_bulk_docs`, { method: 'OPTIONS' }),
    await ask(sync),
    await ask(`${sync}/_changes?since=0`),
    await ask(`${sync}/_changes?feed=longpoll&since=now`),
    await ask(`/sync/nowhere/${ballot._id}`),
    await ask('/api/elections'),
    await ask(api),
    await ask(`${api}/result`),
    await ask(`${api}/consistency?from=0&to=0`),
    await ask(`${api}/ballots/${leafHash}`),
    await ask(`${api}/ballots/none-of-them`),
    await ask(`${api}/events`),
    await ask(`${api}/nothing`),
    await post(`${api}/registrars/main/credentials`, { code: 'wrong' }),
    await post(`${api}/registrars/main/group`, { code: deriveCode('0000-0000', manifestHash, 'main') }),
    await post(`${api}/registrars/other/group`, {}),
    await post(`${api}/registrars/main/group`, '['),
  ]
  return answers.map(({ status }) => status)
}

test('no answer to a voter’s device sets a cookie, and nothing of any request is logged at any level', async () => {
  const statuses = await askEverything(
    await castWith(roles.demonstration?.codes?.[0] ?? expect.fail('no codes')),
  )
  // The ballot was taken, and what is wrong was refused: these are the requests that count.
  expect(statuses[0]).toBe(201)

  expect(new Set(statuses)).toEqual(new Set([200, 201, 204, 400, 404, 405]))
  expect(cookies).toEqual([])
  expectNothingLogged()
})

test('nor when the database is away', async () => {
  const ballot = await castWith(roles.demonstration?.codes?.[1] ?? expect.fail('no codes'))
  await engine?.close()
  const statuses = await askEverything(ballot)
  expect(statuses[0]).toBe(503)
  expect(cookies).toEqual([])
  expect(lines).not.toEqual([])
  expectNothingLogged()
})

function expectNothingLogged(): void {
  for (const secret of secrets) expect(lines.filter((line) => line.includes(secret))).toEqual([])
}
