import type { IncomingHttpHeaders } from 'node:http'
import { expect, it } from 'vitest'
import { findForeign } from './origin-guard.ts'

const host = '127.0.0.1:8081'

it.each<[string, string, IncomingHttpHeaders]>([
  ['its own page reads', 'GET', { host, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }],
  ['its own page writes', 'PUT', { host, origin: 'http://127.0.0.1:8081', 'sec-fetch-site': 'same-origin' }],
  ['an address is typed in', 'GET', { host, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
  ['a link is followed', 'GET', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ['no browser asks', 'PUT', { host }],
  ['it is called localhost, through a tunnel', 'GET', { host: 'LOCALHOST:9000' }],
  ['it is called by the address it was told', 'GET', { host: '192.168.1.5:8081' }],
  ['it is called by an IPv6 address', 'GET', { host: '[::1]:8081' }],
])('passes when %s', (_what, method, headers) => {
  expect(findForeign(method, headers, '192.168.1.5')).toBeUndefined()
})

it.each<[string, 'foreign-host' | 'foreign-page', string, IncomingHttpHeaders]>([
  ['a name that was made to lead here', 'foreign-host', 'GET', { host: 'evil.example:8081' }],
  ['a name that begins like ours', 'foreign-host', 'GET', { host: '127.0.0.1.evil.example' }],
  ['no name', 'foreign-host', 'GET', {}],
  ['a page on another port that reads', 'foreign-page', 'GET', { host, 'sec-fetch-site': 'same-site' }],
  ['a page from elsewhere that reads', 'foreign-page', 'GET', { host, 'sec-fetch-site': 'cross-site' }],
  [
    'a form of another page',
    'foreign-page',
    'POST',
    { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
  ],
  ['an older browser on another page', 'foreign-page', 'POST', { host, origin: 'http://localhost:8080' }],
  ['a sandboxed page', 'foreign-page', 'POST', { host, origin: 'null' }],
])('stops %s', (_what, foreign, method, headers) => {
  expect(findForeign(method, headers, '127.0.0.1')).toBe(foreign)
})
