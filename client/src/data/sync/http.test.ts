import { expect, test } from 'vitest'
import type { Environment } from '../environment.ts'
import { exchangeJson, parseRetryAfter } from './http.ts'

const never = new AbortController().signal

function ask(answer: () => Promise<Response>): Promise<unknown> {
  const environment = { fetch: answer } as unknown as Environment
  return exchangeJson(environment, 'https://vote.example/api', { signal: never, silenceMs: 30_000 })
}

test('JSON in pieces, with the newlines that keep a held poll alive, is read whole', async () => {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of ['\n', '\n{"la', 'st_seq":"ü', '"}\n'])
        controller.enqueue(new TextEncoder().encode(piece))
      controller.close()
    },
  })
  expect(await ask(() => Promise.resolve(new Response(stream)))).toEqual({ last_seq: 'ü' })
})

test.each([
  ['no network', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['a page', () => Promise.resolve(new Response('<html></html>'))],
  ['nothing', () => Promise.resolve(new Response(''))],
])('%s is no answer', async (_name, answer) => {
  await expect(ask(answer)).rejects.toMatchObject({ name: 'Unreachable' })
})

test('a held poll is heard when it begins to answer, and a login page is not', async () => {
  const heardOn = async (type: string): Promise<boolean> => {
    let heard = false
    const held = new Response(new ReadableStream(), { headers: { 'content-type': type } })
    const stop = new AbortController()
    const fetch = (): Promise<Response> => Promise.resolve(held)
    const exchange = { signal: stop.signal, silenceMs: 30_000, onHeard: () => void (heard = true) }
    void exchangeJson({ fetch } as unknown as Environment, 'https://vote.example/', exchange)
    await new Promise((resolve) => setTimeout(resolve))
    return heard
  }
  expect(await heardOn('application/json')).toBe(true)
  expect(await heardOn('text/html')).toBe(false)
})

test('a problem document keeps its code and when to come back', async () => {
  const init = { status: 503, headers: { 'retry-after': '7', 'content-type': 'application/problem+json' } }
  const answer = (): Promise<Response> => Promise.resolve(new Response('{"code":"unavailable"}', init))
  await expect(ask(answer)).rejects.toMatchObject({ status: 503, code: 'unavailable', retryAfterSeconds: 7 })
})

test("a proxy's page with a failing status is a problem without a code", async () => {
  const answer = (): Promise<Response> => Promise.resolve(new Response('<html></html>', { status: 502 }))
  await expect(ask(answer)).rejects.toMatchObject({ name: 'ProblemAnswer', status: 502, code: undefined })
})

test('a line that stays silent is given up', async () => {
  const fetch = (_url: unknown, init?: RequestInit): Promise<Response> =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
    })
  const silent = exchangeJson({ fetch } as unknown as Environment, 'https://vote.example/', {
    signal: never,
    silenceMs: 1,
  })
  await expect(silent).rejects.toMatchObject({ name: 'Unreachable' })
})

test.each([
  ['5', 5],
  [' 120 ', 120],
  ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
  ['-1', undefined],
  ['1e3', undefined],
  [null, undefined],
])('Retry-After %j means %j seconds', (value, expected) => {
  expect(parseRetryAfter(value)).toBe(expected)
})
