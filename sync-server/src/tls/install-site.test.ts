import type { Server } from 'node:http'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, portOf, stopListening } from '../http/listen.ts'
import { createInstallSite } from './install-site.ts'

const origin = 'https://192.168.1.20:8443'
let server: Server
beforeAll(async () => {
  const site = { origin, certificate: Uint8Array.of(0x30, 0x03), fingerprint: 'AB:CD' }
  server = await listen(createInstallSite(site), { host: '127.0.0.1', port: 0 })
})
afterAll(() => stopListening(server, 0))

const get = (path: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${portOf(server)}${path}`, { redirect: 'manual' })

describe('the page by which phones come to trust a server', () => {
  it('says what to do on each phone, and shows the fingerprint and the way on', async () => {
    const response = await get('/')
    const text = await response.text()
    for (const word of ['Android', 'iPhone', 'AB:CD', `href="${origin}/"`, 'href="/urna-authority.crt"'])
      expect(text).toContain(word)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).not.toMatch(/<script|style=|https?:(?!\/\/192\.168\.1\.20:8443)/)
  })

  it('asks of the browser only what it does for an open line', async () => {
    const response = await get('/')
    expect(response.headers.has('cross-origin-opener-policy')).toBe(false)
    expect(response.headers.get('x-frame-options')).toBe('DENY')
    // An icon that the page does not name is looked for, and would be sent on to the address that is not trusted yet.
    expect(await response.text()).toContain('<link rel="icon" href="data:,">')
  })

  it('gives the certificate in a form that phones install', async () => {
    const response = await get('/urna-authority.crt')
    expect(response.headers.get('content-type')).toBe('application/x-x509-ca-cert')
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(Uint8Array.of(0x30, 0x03))
  })

  it.each(['/api/elections', '/sw.js', '/index.html', '//elsewhere.example'])(
    'sends %s on to the secure address',
    async (path) => {
      const response = await get(path)
      expect(response.status).toBe(308)
      expect(new URL(response.headers.get('location') ?? '').origin).toBe(origin)
    },
  )

  it('leads nowhere else, however a request is written', async () => {
    const location = await new Promise((resolve, reject) => {
      const options = { port: portOf(server), host: '127.0.0.1', path: 'http://elsewhere.example/vote' }
      request(options, (response) => resolve(response.headers.location))
        .on('error', reject)
        .end()
    })
    expect(location).toBe(`${origin}/`)
  })
})
