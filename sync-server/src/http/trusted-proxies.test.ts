import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { PublishedElections } from '../elections/published-elections.ts'
import { Metrics } from '../metrics.ts'
import { MemoryCouch } from '../testing/memory-couch.ts'
import { parseTrustedProxies } from './trusted-proxies.ts'

it.each([
  ['1', 1],
  ['10', 10],
  ['10.0.0.1', ['10.0.0.1']],
  ['10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
  ['loopback,uniquelocal', ['loopback', 'uniquelocal']],
])('%s is heeded', (text, parsed) => {
  expect(parseTrustedProxies(text)).toEqual(parsed)
})

it.each([
  'true',
  '0',
  '11',
  '-1',
  '',
  'proxy.example',
  '10.0.0.1/33',
  'fd00::/129',
  '10.0.0.1,',
  '10.0.0.0/',
])('"%s" trusts nobody', (text) => {
  expect(parseTrustedProxies(text)).toBeUndefined()
})

it('are trusted by the server exactly as far as they are named', () => {
  const trusts = (trustProxy: number | undefined): unknown[] => {
    const roles = { gateway: undefined, registrar: undefined, admin: undefined, site: undefined }
    const couch = new MemoryCouch()
    const log = pino({ level: 'silent' })
    const clock = (): Date => new Date(0)
    const metrics = new Metrics(new PublishedElections(couch, log))
    const surroundings = { couch, log, clock, metrics, isFit: () => true }
    const app = createApp({ ...roles, ...surroundings, transport: 'plain', trustProxy })
    const trust = app.get('trust proxy fn') as (address: string, hop: number) => unknown
    return [trust('192.0.2.1', 0), trust('192.0.2.1', 1)]
  }
  expect(trusts(undefined)).toEqual([false, false])
  expect(trusts(1)).toEqual([true, false])
})
