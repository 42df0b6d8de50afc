import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCouch } from './couch.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Begins every answer at once and never ends it, as CouchDB does with a feed that waits. */
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"results":[\n')
})
let url: string

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Long enough for the head of the answer to be here, and for whatever holds a signal weakly to let go of it. */
async function collectMemory(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    collect()
  }
}

describe('an answer that does not end, once memory was collected', () => {
  it('is given up when the follower is told to stop, and keeps nobody from closing', async () => {
    const couch = openCouch({ url })
    const stop = new AbortController()
    const pages = couch.database('db').follow({ since: '0', includeDocs: false, signal: stop.signal })
    const next = pages[Symbol.asyncIterator]().next()
    await collectMemory()
    stop.abort()
    expect(await next).toEqual({ done: true, value: undefined })
    await couch.close()
  })

  it('is given up when its time is over', async () => {
    const couch = openCouch({ url, requestTimeoutMs: 300 })
    const reading = couch.database('db').read('a')
    reading.catch(() => undefined)
    await collectMemory()
    await expect(reading).rejects.toMatchObject({ code: 'unavailable' })
  })
})
