import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, portOf } from './listen.ts'
import { notFound, problemHandler, readStrictJson } from './problem.ts'
import { refuseOddRequests, refuseOtherMethods } from './requests.ts'

let server: Server
/** The same, and it waits for nobody: a busy machine may be too slow for it with an honest request. */
let impatient: Server
beforeAll(async () => {
  const app = express()
  app.use(refuseOddRequests, refuseOtherMethods)
  app.get('/begun', (_request, response) => void response.write('half of '))
  app.post('/', readStrictJson(100))
  app.use(
    notFound,
    problemHandler(() => undefined),
  )
  const place = { host: '127.0.0.1', port: 0 }
  server = await listen(app, place)
  impatient = await listen(app, place, { head: 100, whole: 200, check: 20 })
})
afterAll(() => {
  for (const each of [server, impatient]) {
    each.closeAllConnections()
    each.close()
  }
})

const open = (to = server): Socket => connect({ port: portOf(to), host: '127.0.0.1', allowHalfOpen: true })

/** Sends bytes as they are and reads until the server closes. */
async function raw(bytes: string, to = server): Promise<{ head: string; problem: unknown }> {
  const socket = open(to)
  socket.write(bytes, 'latin1')
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return { head, problem: body.startsWith('{') ? JSON.parse(body) : body }
}

const get = (lines = ''): string => `GET /x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${lines}\r\n`
const post = (lines: string): string => `POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${lines}`
const headers = (count: number): string => Array.from({ length: count }, (_, n) => `x-${n}: 1\r\n`).join('')

describe('what never becomes a whole request is refused with a code', () => {
  it.each<[string, string, number, string]>([
    ['bytes that are not HTTP', '\u0000\u0001\r\n\r\n', 400, 'malformed'],
    [
      'a length and chunks',
      post('content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'),
      400,
      'malformed',
    ],
    ['a long head', get(`x: ${'a'.repeat(20_000)}\r\n`), 431, 'too-large'],
    ['thousands of headers', get(headers(1_500)), 431, 'too-large'],
    ['a hundred headers and one', get(headers(99)), 431, 'too-large'],
    ['no host', 'GET /x HTTP/1.1\r\nconnection: close\r\n\r\n', 400, 'malformed'],
    ['two hosts', get('host: b\r\n'), 400, 'malformed'],
    ['no text in the address', 'GET /%ff HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 400, 'malformed'],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nhost: a\r\n\r\n', 405, 'method-not-allowed'],
    [
      'another method',
      'TRACE /x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
      405,
      'method-not-allowed',
    ],
    ['an expectation', post('expect: miracles\r\ncontent-length: 0\r\n\r\n'), 417, 'unsupported'],
    ['a compressed body', post('content-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}'), 415, 'unsupported'],
  ])('%s', async (_what, bytes, status, code) => {
    const { head, problem } = await raw(bytes)
    expect(head).toContain(`HTTP/1.1 ${status} `)
    expect(head.toLowerCase()).toContain('content-type: application/problem+json')
    expect(problem).toMatchObject({ status, code })
  })

  it.each([
    ['a head that does not end', 'GET /x HTTP/1.1\r\nhost: a\r\n'],
    ['a body that does not come', post('content-length: 9\r\n\r\n{')],
  ])('%s', async (_what, bytes) => {
    expect((await raw(bytes, impatient)).problem).toMatchObject({ status: 408, code: 'too-slow' })
  })
})

it('is answered with what a browser must know, though no app has seen it', async () => {
  for (const bytes of ['\u0000\r\n\r\n', post('expect: miracles\r\ncontent-length: 0\r\n\r\n')]) {
    const { head } = await raw(bytes)
    expect(head).toContain("content-security-policy: default-src 'none'; frame-ancestors 'none'")
    expect(head).toContain('x-content-type-options: nosniff')
    expect(head).toContain('cache-control: no-store')
  }
})

it('takes as many headers as a browser and its proxies send, and HTTP/1.0 without a host', async () => {
  expect((await raw(get(headers(90)))).problem).toMatchObject({ code: 'not-found' })
  expect((await raw('GET /x HTTP/1.0\r\n\r\n')).problem).toMatchObject({ code: 'not-found' })
})

it('puts no words into an answer that has begun', async () => {
  const { head, problem } = await raw('GET /begun HTTP/1.1\r\nhost: a\r\n\r\n\u0000').catch(() => ({
    head: '',
    problem: '',
  }))
  expect(head + JSON.stringify(problem)).not.toContain('malformed')
})

it('survives a tunnel whose client resets the connection', async () => {
  for (let time = 0; time < 20; time++) {
    const socket = open()
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.write('CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n')
    await new Promise((resolve) => socket.once('data', resolve))
    socket.resetAndDestroy()
  }
  expect((await raw(get())).problem).toMatchObject({ code: 'not-found' })
})
