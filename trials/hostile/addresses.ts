import type { Dice } from '../dice.ts'
import { PROTOTYPE_NAMES } from './bodies.ts'

/** Where the requests go: a running server with an election that is open, and its console secret. */
export interface Target {
  readonly election: string
  readonly manifestHash: string
  readonly secret: string
}

const UP = [
  '..',
  '%2e%2e',
  '..%2f..',
  '..%5c..',
  '%252e%252e',
  '..;',
  '....',
  '%c0%ae%c0%ae',
  '..%00',
  '.%2e',
] as const
const WANTED = [
  ...[
    'etc/passwd',
    'package.json',
    'secret.key',
    'urna-data/secret.key',
    'server.ts',
    '.env',
    'windows/win.ini',
  ],
] as const
const UNKNOWN = [
  ...[
    '/.env',
    '/.git/config',
    '/wp-login.php',
    '/server-status',
    '/api',
    '/api/',
    '/api/v1/users',
    '/admin/',
  ],
  ...[
    '/admin/api',
    '/sync',
    '/mirror',
    '/sync/',
    '/mirror/x',
    '/_utils/',
    '/_all_dbs',
    '/_config',
    '/_node/_local/_config',
    '/_session',
  ],
  ...[
    '/assets',
    '/assets/',
    '/icons',
    '/assets/index.js.map',
    '/index.html/',
    '/index.html%00.png',
    '/%00',
    '/%',
  ],
  ...[
    '/%zz',
    '/%ff',
    '/\\..\\..\\etc',
    '//evil.example/x',
    '/http://evil.example/',
    '/cgi-bin/a?b=c',
    '/a;b=c',
  ],
  ...[
    '/metrics/x',
    '/healthz/../metrics.json',
    '/robots.txt',
    '/.well-known/x',
    '/index.HTML',
    '/SW.js',
    '*',
  ],
] as const
const PREFIXES = [
  '',
  '',
  '/assets',
  '/icons',
  '/api',
  '/api/elections',
  '/admin/api/elections',
  '/sync',
] as const

/** Nothing is at any of these, in the app or elsewhere. */
export function strangePath(dice: Dice): string {
  const made = [
    () => dice.pick(UNKNOWN),
    () => `${dice.pick(PREFIXES)}/${upwards(dice)}/${dice.pick(WANTED)}`,
    () => `${dice.pick(PREFIXES)}/${strangeName(dice)}`,
    () => `/${'a/'.repeat(dice.integer(1, 2_000))}`,
    () => `/${'a'.repeat(dice.integer(1, 8_000))}`,
  ] as const
  return dice.pick(made)()
}

/** For a place where the id of an election, a registrar, a code or a document stands. */
export function strangeName(dice: Dice): string {
  const made = [
    () => dice.pick(PROTOTYPE_NAMES),
    () => encodeURIComponent(`${upwards(dice)}/${dice.pick(WANTED)}`),
    () => upwards(dice),
    () =>
      dice.pick(['%00', '%0d%0aset-cookie:a=b', '%ff', '%', '%u0000', '_design', '_local', '~', '-', '%20']),
    () => dice.bytes(12).toString('base64url').toLowerCase(),
    () => 'a'.repeat(dice.integer(64, 4_000)),
    () => `e${dice.integer(0, 1e9)}`,
  ] as const
  return dice.pick(made)()
}

function upwards(dice: Dice): string {
  return Array.from({ length: dice.integer(1, 8) }, () => dice.pick(UP)).join('/')
}

/** Every address there is, with the method that it takes. */
export function knownAddresses({ election }: Target): readonly (readonly ['GET' | 'POST', string])[] {
  const api = `/api/elections/${election}`
  return [
    ['GET', '/'],
    ['GET', '/index.html'],
    ['GET', '/sw.js'],
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/metrics'],
    ['GET', '/api/elections'],
    ['GET', api],
    ['GET', `${api}/result`],
    ['GET', `${api}/consistency`],
    ['GET', `${api}/events`],
    ['POST', `${api}/registrars/main/group`],
    ['POST', `${api}/registrars/main/credentials`],
    ['GET', `/sync/${election}`],
    ['GET', `/sync/${election}/_changes`],
    ['POST', `/sync/${election}/_bulk_docs`],
    ['GET', `/mirror/${election}`],
    ['GET', `/mirror/${election}/_changes`],
    ['GET', `/mirror/${election}/checkpoint`],
    ['POST', `/admin/api/elections`],
    ['POST', `/admin/api/elections/${election}/open`],
    ['POST', `/admin/api/elections/${election}/close`],
  ]
}
