import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Network } from './http.ts'
import { delayAfter, exchange, NoAnswer, Refusal } from './http.ts'

let server: Server | undefined
afterEach(() => server?.close())

async function start(...answers: RequestListener[]): Promise<{ network: Network; waits: number[] }> {
  const waits: number[] = []
  server = createServer((request, response) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    answer?.(request, response)
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const wait = (milliseconds: number): Promise<void> => {
    waits.push(milliseconds)
    return Promise.resolve()
  }
  return { network: { origin, fetch, wait, random: () => 0, onRetry: () => undefined }, waits }
}

const json =
  (status: number, body: object, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
const hangUp: RequestListener = (request) => void request.socket.destroy()

describe('a simulated phone', () => {
  it('asks again after a lost answer and after 503, as long as the server asked for', async () => {
    const busy = json(503, { code: 'unavailable' }, { 'retry-after': '7' })
    const { network, waits } = await start(hangUp, busy, json(200, { done: true }))
    expect(await exchange(network, '/x', {})).toEqual({ done: true })
    expect(waits).toEqual([250, 7000])
  })

  it('asks again when it is throttled', async () => {
    const { network, waits } = await start(json(429, {}, { 'retry-after': '2' }), json(200, {}))
    await exchange(network, '/x', {})
    expect(waits).toEqual([2000])
  })

  it('takes a refusal for an answer', async () => {
    const { network, waits } = await start(json(409, { code: 'already-issued', detail: 'Used.' }))
    await expect(exchange(network, '/x', {})).rejects.toThrow(new Refusal(409, 'already-issued', 'Used.'))
    expect(waits).toEqual([])
  })

  it('does not take a page of something in between for an answer', async () => {
    const page: RequestListener = (_request, response) => void response.end('<html>')
    const { network, waits } = await start(page, json(200, {}))
    await exchange(network, '/x')
    expect(waits).toHaveLength(1)
  })

  it('gives up when nobody ever answers', async () => {
    const { network } = await start(hangUp)
    await expect(exchange(network, '/x')).rejects.toThrow(NoAnswer)
  })
})

it('phones that lost one server do not come back in step', () => {
  expect(delayAfter(1, undefined, 0)).toBeLessThan(delayAfter(1, undefined, 0.9))
  expect(delayAfter(1, 10, 0)).toBe(10_000)
  expect(delayAfter(1, 10, 0.9)).toBe(14_500)
  expect(delayAfter(40, undefined, 0.99)).toBeLessThanOrEqual(15_000)
})
