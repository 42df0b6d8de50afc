import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { ProtocolError } from '#protocol/errors'
import { CouchError } from '../couch/couch-error.ts'
import { notFound, Problem, problemHandler, readStrictJson } from './problem.ts'

const servers: Server[] = []
const unforeseen: unknown[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  unforeseen.length = 0
})

async function send(
  error: Error | undefined,
  body: string | Uint8Array<ArrayBuffer> = '{}',
): Promise<{ response: Response; problem: unknown }> {
  const app = express()
  app.post('/', readStrictJson(100), (request, response) => {
    if (error) throw error
    response.json(request.body as unknown)
  })
  app.use(
    notFound,
    problemHandler((unexpected) => void unforeseen.push(unexpected)),
  )
  const server = app.listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const response = await fetch(address, { method: 'POST', body })
  return { response, problem: await response.json() }
}

describe('a problem document', () => {
  it('carries status, code and detail, and says when to try again', async () => {
    const { response, problem } = await send(new Problem(429, 'throttled', 'Wait.', { retryAfter: 7 }))
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(response.headers.get('retry-after')).toBe('7')
    expect(problem).toEqual({
      type: 'about:blank',
      title: 'Too Many Requests',
      status: 429,
      code: 'throttled',
      detail: 'Wait.',
    })
  })

  it('keeps the code of a refused document', async () => {
    const { problem } = await send(new ProtocolError('wrong-manifest', 'another one'))
    expect(problem).toMatchObject({ status: 400, code: 'wrong-manifest', detail: 'another one' })
  })

  it('says 503 while the database is away', async () => {
    const { response, problem } = await send(new CouchError('unavailable', 'GET /x timed out'))
    expect(problem).toMatchObject({ status: 503, code: 'unavailable' })
    expect(response.headers.has('retry-after')).toBe(true)
    expect(unforeseen).toEqual([])
  })

  it('tells nothing about an error that nobody foresaw, except to the log', async () => {
    const error = new Error('password is hunter2')
    const { problem } = await send(error)
    expect(problem).toMatchObject({ status: 500, code: 'internal' })
    expect(JSON.stringify(problem)).not.toContain('hunter2')
    expect(unforeseen).toEqual([error])
  })
})

describe('the body of a request', () => {
  it('is read as strict JSON', async () => {
    expect((await send(undefined, '{"a":1}')).problem).toEqual({ a: 1 })
  })

  it.each([
    ['a duplicate member', '{"a":1,"a":2}'],
    ['no body', ''],
    ['a float', '{"a":1.5}'],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ])('with %s is malformed', async (_what, body) => {
    expect((await send(undefined, body)).problem).toMatchObject({ status: 400, code: 'malformed' })
  })

  it('over the limit is too large', async () => {
    expect((await send(undefined, `"${'a'.repeat(100)}"`)).problem).toMatchObject({
      status: 413,
      code: 'too-large',
    })
  })
})
