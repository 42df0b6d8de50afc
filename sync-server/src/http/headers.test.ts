import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeElection } from '../testing/election-fixture.ts'
import { GatewayFixture } from '../testing/gateway-fixture.ts'

const during = new Date('2026-05-01T12:00:00Z')
let site = ''
let server: GatewayFixture
let overTls: GatewayFixture
beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), 'urna-site-'))
  await mkdir(join(site, 'assets'))
  for (const name of ['index.html', 'sw.js', 'assets/app-abc.js']) await writeFile(join(site, name), 'x')
  server = await GatewayFixture.start(makeElection(), during, { site })
  overTls = await GatewayFixture.start(makeElection(), during, { transport: 'public' })
})
afterAll(async () => {
  await server.close()
  await overTls.close()
  await rm(site, { recursive: true })
})

/** One of every kind of answer: page, file, API, feed, problem, preflight, operations. By the cache rule of each. */
const KINDS: readonly (readonly [string, RequestInit, string])[] = [
  ['/', {}, 'no-cache'],
  ['/sw.js', {}, 'no-cache'],
  ['/assets/app-abc.js', {}, 'public, max-age=31536000, immutable'],
  ['/nothing', {}, 'no-store'],
  ['/%ff', {}, 'no-store'],
  ['/nothing', { method: 'PUT' }, 'no-store'],
  ['/api/elections', {}, 'no-store'],
  ['/api/elections/board-2026', {}, 'no-store'],
  ['/api/elections/none', {}, 'no-store'],
  ['/sync/board-2026', {}, 'no-store'],
  ['/sync/board-2026/_changes', {}, 'no-store'],
  ['/sync/board-2026/_bulk_docs', { method: 'POST', body: 'x' }, 'no-store'],
  ['/sync/board-2026/_bulk_docs', { method: 'OPTIONS' }, 'no-store'],
  ['/sync/none', {}, 'no-store'],
  ['/healthz', {}, 'no-store'],
  ['/readyz', {}, 'no-store'],
  ['/metrics', {}, 'no-store'],
]

/** OWASP Secure Headers Project, without `Clear-Site-Data`, which would take ballots that wait on a phone. */
const EXPECTED: Readonly<Record<string, string>> = {
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'x-permitted-cross-domain-policies': 'none',
  'x-dns-prefetch-control': 'off',
  'referrer-policy': 'no-referrer',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

describe.each(KINDS)('the answer to %s %o', (path, init, cache) => {
  it('has every header of OWASP’s list, and its own rule for caches', async () => {
    const { headers } = await fetch(server.origin + path, init)
    expect(Object.fromEntries(headers)).toMatchObject(EXPECTED)
    expect(headers.get('cache-control')).toBe(cache)
    expect(headers.get('permissions-policy')).toMatch(/camera=\(\), .*geolocation=\(\)/)
    for (const teller of ['server', 'x-powered-by', 'set-cookie']) expect(headers.has(teller)).toBe(false)
  })

  it('runs nothing inline, nothing evaluated and nothing from elsewhere', async () => {
    const policy = (await fetch(server.origin + path, init)).headers.get('content-security-policy') ?? ''
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "base-uri 'none'",
    ])
      expect(policy.split(';')).toContain(directive)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("require-trusted-types-for 'script';trusted-types lit-html urna")
  })
})

describe('the browser is told to stay with TLS', () => {
  it('where the voters’ address has it', async () => {
    const { headers } = await fetch(`${overTls.origin}/api/elections`)
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
    expect(headers.get('content-security-policy')).toContain('upgrade-insecure-requests')
  })

  it('and nowhere else, where it would lock people out', async () => {
    const { headers } = await fetch(`${server.origin}/api/elections`)
    expect(headers.has('strict-transport-security')).toBe(false)
    expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests')
  })
})

it('a machine in a local network keeps browsers to TLS for nothing but its own pages', async () => {
  const atHome = await GatewayFixture.start(makeElection(), during, { transport: 'local' })
  const { headers } = await fetch(`${atHome.origin}/healthz`)
  await atHome.close()
  expect(headers.has('strict-transport-security')).toBe(false)
  expect(headers.get('content-security-policy')).toContain('upgrade-insecure-requests')
})
