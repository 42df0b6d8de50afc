import type { Dice } from '../dice.ts'
import { strangeName, strangePath } from './addresses.ts'
import { compressedBody, hostileBody, PROTOTYPE_NAMES } from './bodies.ts'
import type { HostileRequest, HttpRequest, Part } from './request.ts'
import { httpParts } from './request.ts'

/** The one account of an engine under attack, and the database that is there. */
export const ENGINE_ACCOUNT = { username: 'urna', password: 'for trials only' }
export const ENGINE_DATABASE = 'attacked'

const { username, password } = ENGINE_ACCOUNT
const AUTHORIZATION = ['authorization', `Basic ${btoa(`${username}:${password}`)}`] as const
const JSON_TYPE = ['content-type', 'application/json'] as const
const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'TRACE', 'COPY', 'HEAD'] as const
const KNOWN = [
  ...['', '_all_docs', '_bulk_docs', '_bulk_get', '_revs_diff', '_find', '_index', '_explain', '_security'],
  ...[
    '_local_docs',
    '_design_docs',
    '_purge',
    '_compact',
    '_missing_revs',
    '_design/a/_view/b',
    'doc/file.txt',
  ],
] as const
const POSTED: readonly (readonly [string, object])[] = [
  ['_bulk_docs', { docs: [{ _id: 'a' }] }],
  ['_bulk_get', { docs: [{ id: 'a' }] }],
  ['_revs_diff', { a: ['1-a'] }],
  ['_find', { selector: { _id: 'a' } }],
  ['_index', { index: { fields: ['a'] } }],
  ['_all_docs', { keys: ['a'] }],
  ['', { a: 1 }],
]

/** What somebody could send who is on the machine and has the engine's password, or has not. */
export function engineRequest(dice: Dice): HostileRequest {
  const made = [wrongPassword, posted, posted, document, tricks, query, method, address] as const
  return dice.pick(made)(dice)
}

function toEngine(name: string, request: HttpRequest, password = true): HostileRequest {
  const headers = [...(request.headers ?? []), ...(password ? [AUTHORIZATION] : [])]
  const parts = httpParts({ ...request, headers })
  const expects = password ? 'couch' : 'refused'
  return { name: `engine: ${name}`, at: 'engine', expects, method: request.method, parts, then: 'wait' }
}

function wrongPassword(dice: Dice): HostileRequest {
  const wrong = [
    'Basic',
    'Basic :',
    `Basic ${btoa('urna:')}`,
    'Bearer x',
    `Basic ${'A'.repeat(9_000)}`,
    '',
  ] as const
  const headers = [['authorization', dice.pick(wrong)]] as const
  const path = `/${ENGINE_DATABASE}/${dice.pick(KNOWN)}`
  return toEngine('a wrong password', { method: dice.pick(METHODS), path, headers }, false)
}

function posted(dice: Dice): HostileRequest {
  const [call, json] = dice.pick(POSTED)
  const path = `/${ENGINE_DATABASE}/${call}`
  const compressed = dice.next() < 0.05
  const { name, body } = hostileBody(dice, JSON.stringify(json))
  const packed = compressed ? compressedBody(dice) : { headers: [], body }
  const headers = [JSON_TYPE, ...(packed.headers ?? [])]
  return toEngine(`${compressed ? 'compressed' : name} to ${path}`, {
    method: 'POST',
    path,
    headers,
    body: packed.body ?? [],
  })
}

function document(dice: Dice): HostileRequest {
  const { name, body } = hostileBody(dice, '{"_id":"a","n":1}')
  const path = `/${ENGINE_DATABASE}/${strangeName(dice)}`
  return toEngine(`${name} as a document`, { method: 'PUT', path, headers: [JSON_TYPE], body })
}

function tricks(dice: Dice): HostileRequest {
  const rev = dice.pick([
    '1-a',
    '0-1',
    '1e9-a',
    '-1-a',
    '1-',
    '',
    'x',
    `${'9'.repeat(20)}-a`,
    `1-${'a'.repeat(9_000)}`,
  ])
  const name = dice.pick(PROTOTYPE_NAMES)
  const revisions = dice.pick<unknown>([
    { start: 2, ids: ['b', 'a'] },
    { start: 1e15, ids: ['a'] },
    { start: 1, ids: [] },
    5,
  ])
  const batch = dice.pick<object>([
    { docs: [{ _id: 'a', _rev: rev }], new_edits: false },
    { docs: [{ _id: 'a', _revisions: revisions, _rev: rev }], new_edits: false },
    {
      docs: [{ _id: `_design/${name}`, validate_doc_update: 'while(1){}', _deleted: dice.pick([true, 'x']) }],
    },
    { docs: [{ _id: `_local/${name}`, _rev: rev }] },
    { docs: [{ _id: name, [name]: { [name]: 1 }, _attachments: { [name]: { stub: true } } }] },
    { docs: Array.from({ length: 50 }, () => ({ _id: 'same', _deleted: dice.next() < 0.5 })) },
    { docs: [{ _id: 'a', [`_${name}`]: 1 }], new_edits: dice.pick<unknown>([true, 0, 'false']) },
  ])
  const body: Part[] = [Buffer.from(JSON.stringify(batch))]
  return toEngine('tricks', {
    method: 'POST',
    path: `/${ENGINE_DATABASE}/_bulk_docs`,
    headers: [JSON_TYPE],
    body,
  })
}

const PARAMETERS = [
  ...[
    'limit=-1',
    'limit=1e9',
    'skip=999999999999999',
    'startkey=',
    'startkey="',
    'startkey=%5B%5D',
    'endkey=%00',
  ],
  ...[
    'keys=%5B1%5D',
    'keys={',
    'descending=maybe',
    'include_docs=2',
    'since=-1',
    'since=999999-x',
    'since=__proto__',
  ],
  ...[
    'feed=bogus',
    'filter=_view',
    'filter=_doc_ids',
    'filter=_selector',
    'style=x',
    'conflicts=x',
    'open_revs=x',
  ],
  ...[
    'open_revs=%5B%22x%22%5D',
    'rev=x',
    'rev=1-a',
    'revs=true&revs_info=true',
    'batch=ok',
    'heartbeat=0',
    'q=-1',
  ],
] as const

function query(dice: Dice): HostileRequest {
  const call = dice.pick([
    '_all_docs',
    '_changes',
    'a',
    'missing',
    '_design/a',
    '_local/a',
    '_all_docs',
  ] as const)
  const given = Array.from({ length: dice.integer(1, 3) }, () => dice.pick(PARAMETERS))
  const path = `/${ENGINE_DATABASE}/${call}?${given.join('&')}`
  return toEngine(`GET ${path}`, { method: 'GET', path })
}

function method(dice: Dice): HostileRequest {
  const path = `/${ENGINE_DATABASE}/${dice.pick(KNOWN.slice(1))}`
  return toEngine(`any method to ${path}`, { method: dice.pick(METHODS), path })
}

function address(dice: Dice): HostileRequest {
  const path = strangePath(dice)
  return toEngine(`GET ${path}`, { method: dice.pick(['GET', 'POST', 'HEAD'] as const), path })
}
