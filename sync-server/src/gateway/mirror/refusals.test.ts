import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeBallot, makeElection } from '../../testing/election-fixture.ts'
import { GatewayFixture } from '../../testing/gateway-fixture.ts'
import { publishLog } from '../../testing/publish-log.ts'
import { Room } from './room.ts'

const fixture = makeElection()
const id = fixture.manifest.body.election
const unknown = `ballot:${'A'.repeat(43)}`

let server: GatewayFixture
beforeAll(async () => {
  server = await GatewayFixture.start(fixture, new Date('2026-05-01T12:00:00Z'))
  await publishLog(server, fixture, [Array.from({ length: 4 }, () => makeBallot(fixture))])
})
afterAll(() => server.close())

async function ask(
  path: string,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
): Promise<{ readonly status: number; readonly text: string }> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(`${server.origin}/mirror/${id}${path}`, { method, ...sent })
  return { status: answer.status, text: await answer.text() }
}

describe('what would be another feed than that of the log', () => {
  it.each([
    'filter=_doc_ids',
    'descending=true',
    'feed=eventsource',
    'view=a/b',
    'limit=-1',
    'since=1&since=2',
  ])('does not take %s', async (query) => {
    expect((await ask(`/_changes?${query}`)).status).toBe(400)
  })
})

describe('what is written', () => {
  it.each([
    ['PUT', ''],
    ['DELETE', ''],
    ['POST', ''],
    ['PUT', '/_local/abc'],
    ['PUT', `/${unknown}`],
    ['DELETE', `/head:${id}`],
    ['POST', '/_bulk_docs'],
    ['PUT', '/_security'],
    ['POST', '/_compact'],
  ])('is refused with one code: %s %s', async (method, path) => {
    const { status, text } = await ask(path, { _id: 'x' }, method)
    expect([status, JSON.parse(text)]).toEqual([
      403,
      { error: 'forbidden', reason: 'read-only: A mirror takes no documents.' },
    ])
    expect((await ask('/_local/abc')).status).toBe(404)
  })

  it.each([
    ['/_bulk_get', { docs: Array.from({ length: 1001 }, () => ({ id: 'a' })) }],
    ['/_all_docs', { keys: Array.from({ length: 1001 }, () => 'a') }],
    ['/_bulk_get', { docs: [{}] }],
    ['/_revs_diff', { a: [5] }],
  ])('beyond what is answered is malformed: %s', async (path, body) => {
    const { status, text } = await ask(path, body)
    expect([status, JSON.parse(text)]).toMatchObject([400, { error: 'bad_request' }])
  })
})

it.each([
  ['/_bulk_get', { docs: [{ id: `head:${id}` }] }],
  ['/_all_docs', { keys: [`head:${id}`] }],
  [`/_all_docs?keys=["head:${id}"]`, undefined],
  [`/head:${id}?open_revs=all`, undefined],
])('answers so many lists at one time and no more, whatever they are of: %s', async (path, body) => {
  const { mirror } = server.gateway.find(id) ?? {}
  if (!mirror) throw new Error('the election is not there')
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const read = mirror.read.bind(mirror)
  const spy = vi.spyOn(mirror, 'read').mockImplementation((wanted) => held.then(() => read(wanted)))
  const inside = Array.from({ length: 50 }, () => ask(path, body))
  await vi.waitFor(() => expect(spy).toHaveBeenCalledTimes(50))
  const beyond = ask(path, body)
  await Promise.race([beyond, vi.waitFor(() => expect(spy).toHaveBeenCalledTimes(51)).catch(() => undefined)])
  release()
  spy.mockRestore()
  expect((await beyond).status).toBe(503)
  expect((await Promise.all(inside)).map(({ status }) => status)).toEqual(inside.map(() => 200))
})

it('serves the log as C2SP tiles beside the documents', async () => {
  const { text } = await ask('/checkpoint')
  expect(text).toContain(`urna/log/v1/${id}/`)
  const tile = await fetch(`${server.origin}/mirror/${id}/tile/0/000.p/4`)
  expect([tile.status, tile.headers.get('cache-control')]).toEqual([
    200,
    'public, max-age=31536000, immutable',
  ])
  expect(JSON.parse((await ask('/tile/0/000')).text)).toMatchObject({ error: 'not_found' })
})

/** One that can be told that its connection stands still. */
class Reader extends EventEmitter {
  stall: () => void = () => undefined

  setTimeout(_milliseconds: number, stall: () => void): void {
    this.stall = stall
  }

  destroy(): void {
    this.emit('close')
  }
}

function reader(): Reader & ServerResponse {
  return new Reader() as unknown as Reader & ServerResponse
}

it('has room for so many readers, and again when one has gone or takes nothing any more', () => {
  const room = new Room(2)
  const [first, second, third] = [reader(), reader(), reader()]
  room.enter(first)
  room.enter(second)
  expect(() => room.enter(third)).toThrow('too many readers')
  first.emit('close')
  room.enter(third)
  expect(() => room.enter(first)).toThrow('too many readers')
  second.stall()
  room.enter(first)
})
