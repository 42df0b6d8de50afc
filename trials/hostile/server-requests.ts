import type { Dice } from '../dice.ts'
import type { Target } from './addresses.ts'
import { knownAddresses, strangeName, strangePath } from './addresses.ts'
import { compressedBody, hostileBody, hugeBody } from './bodies.ts'
import type { Expectation, HostileRequest, HttpRequest } from './request.ts'
import { httpParts } from './request.ts'
import { hostileDefinition, strangeBallot } from './documents.ts'

/** What a request of some kind is made from: chance, and where it goes. */
export type Make = (dice: Dice, target: Target) => HostileRequest

const JSON_TYPE = ['content-type', 'application/json'] as const

export function toServer(name: string, expects: Expectation, request: HttpRequest): HostileRequest {
  return { name, at: 'server', expects, method: request.method, parts: httpParts(request), then: 'wait' }
}

/** An address that takes a body, with one that it would nearly take. */
function postAddress(dice: Dice, target: Target): { path: string; json: string; bearer: boolean } {
  const { election } = target
  const code = dice.bytes(32).toString('base64url')
  const registrar = `/api/elections/${election}/registrars/main`
  const blindedMessage = dice.bytes(256).toString('base64url')
  const docs = [strangeBallot(dice, target)]
  const made = [
    { path: `${registrar}/group`, json: { code }, bearer: false },
    { path: `${registrar}/credentials`, json: { group: 'all', blindedMessage, code }, bearer: false },
    { path: `/sync/${election}/_bulk_docs`, json: { docs }, bearer: false },
    { path: `/sync/${election}/_all_docs`, json: { keys: 7 }, bearer: false },
    { path: `/mirror/${election}/_bulk_get`, json: { docs: 7 }, bearer: false },
    { path: '/admin/api/elections', json: hostileDefinition(dice), bearer: true },
    { path: `/admin/api/elections/${strangeName(dice)}/open`, json: { codes: { all: -1 } }, bearer: true },
    { path: `/admin/api/elections/${strangeName(dice)}/close`, json: { acceptUntil: 'now' }, bearer: true },
  ] as const
  const { path, json, bearer } = dice.pick(made)
  return { path, json: JSON.stringify(json), bearer }
}

function authorization(target: Target, bearer: boolean): (readonly [string, string])[] {
  return bearer ? [JSON_TYPE, ['authorization', `Bearer ${target.secret}`]] : [JSON_TYPE]
}

export const wrongBody: Make = (dice, target) => {
  const { path, json, bearer } = postAddress(dice, target)
  // A definition has one thing wrong, which the next wrong thing may stand in place of: a member that stays wrong.
  const { name, body } = hostileBody(dice, path.endsWith('/elections') ? withUnknownMember(json) : json)
  const headers = authorization(target, bearer)
  return toServer(`${name} to ${path}`, 'rows-refused', { method: 'POST', path, headers, body })
}

function withUnknownMember(json: string): string {
  return `${json.slice(0, -1)},"unknown":1}`
}

/** Right in shape, and wrong all the same. */
export const wrongDocument: Make = (dice, target) => {
  const { path, json, bearer } = postAddress(dice, target)
  const headers = authorization(target, bearer)
  const body = [Buffer.from(json)]
  return toServer(`a wrong document to ${path}`, 'rows-refused', { method: 'POST', path, headers, body })
}

export const hugeRequest: Make = (dice, target) => {
  const { path, bearer } = postAddress(dice, target)
  const headers = authorization(target, bearer)
  return toServer(`10 MB to ${path}`, 'refused', { method: 'POST', path, headers, body: hugeBody() })
}

export const compressedRequest: Make = (dice, target) => {
  const { path, bearer } = postAddress(dice, target)
  const { headers = [], body = [] } = compressedBody(dice)
  const all = [...authorization(target, bearer), ...headers]
  return toServer(`${headers[0]?.[1]} to ${path}`, 'refused', { method: 'POST', path, headers: all, body })
}

export const strangeAddress: Make = (dice) => {
  const method = dice.pick(['GET', 'GET', 'GET', 'POST', 'HEAD'] as const)
  const path = strangePath(dice)
  return toServer(`${method} ${path}`, 'refused', { method, path })
}

const METHODS = [
  ...[
    'PUT',
    'DELETE',
    'PATCH',
    'TRACE',
    'PROPFIND',
    'MKCOL',
    'COPY',
    'MOVE',
    'LOCK',
    'SEARCH',
    'PURGE',
    'LINK',
  ],
  ...['REPORT', 'CONNECT', 'OPTIONS', 'HELLO', 'get', 'POST'],
] as const

export const wrongMethod: Make = (dice, target) => {
  const [right, path] = dice.pick(knownAddresses(target))
  const method =
    right === 'POST' ? dice.pick(['GET', 'HEAD', ...METHODS.slice(0, -1)] as const) : dice.pick(METHODS)
  const isForAnyOrigin = /^\/(sync|mirror)\//.test(path)
  const expects = method === 'OPTIONS' && isForAnyOrigin ? 'preflight' : 'refused'
  // CONNECT names a host, and everything else a path.
  const address = method === 'CONNECT' ? 'evil.example:443' : path
  return toServer(`${method} ${path}`, expects, { method, path: address })
}

const OVERRIDES = [
  ['x-http-method-override', 'DELETE'],
  ['x-original-url', '/admin/api/elections'],
  ['x-forwarded-host', 'evil.example'],
  ['x-forwarded-for', '127.0.0.1'],
  ['authorization', 'Basic YWRtaW46YWRtaW4='],
  ['authorization', 'Bearer undefined'],
  ['authorization', `Bearer ${'A'.repeat(8_000)}`],
  ['cookie', 'session=admin; __proto__=1'],
  ['content-type', 'multipart/form-data; boundary='],
  ['accept-encoding', 'gzip;q=nan'],
  ['range', `bytes=${'0-1,'.repeat(500)}`],
  ['if-none-match', '"'.repeat(1_000)],
  ['upgrade', 'websocket'],
] as const

/** Headers that would open a door, if there were one, at a door that is shut. */
export const strangeHeaders: Make = (dice, target) => {
  const paths = [
    '/admin/api/elections',
    `/admin/api/elections/${target.election}/open`,
    strangePath(dice),
  ] as const
  const headers = Array.from({ length: dice.integer(1, 4) }, () => dice.pick(OVERRIDES))
  return toServer('strange headers', 'refused', { method: 'GET', path: dice.pick(paths), headers })
}

const QUERIES = [
  ...['since=%ff', 'since=-1&since=2', 'feed=continuous', 'feed=eventsource&since=0', 'feed=__proto__'],
  ...['feed[]=normal', 'feed=longpoll&since=0&since=1', 'feed=%00', `feed=${'a'.repeat(3_000)}`],
] as const

/** Questions with parameters that mean nothing. */
export const strangeQuery: Make = (dice, { election }) => {
  const api = `/api/elections/${election}`
  const path = dice.pick([
    `/sync/${election}/_changes?${dice.pick(QUERIES)}&feed=x`,
    `/mirror/${election}/_changes?${dice.pick(QUERIES)}&feed=x`,
    `/sync/${election}/_all_docs?keys=${dice.pick(['', '%5B', '{}', '%5B1%5D', 'null', '%00'])}`,
    `/sync/${election}/_all_docs?${'a=b&'.repeat(2_000)}`,
    `${api}/consistency?from=${dice.pick(['-1', '1e3', '0x1', 'a', '', '%00', '9007199254740993'])}&to=0`,
    `${api}/consistency?from=1&from=0&to=0`,
    `${api}/consistency?__proto__[from]=0`,
    `${api}/ballots/${strangeName(dice)}`,
    `${api}/${strangeName(dice)}`,
  ])
  return toServer(`GET ${path}`, 'refused', { method: 'GET', path })
}
