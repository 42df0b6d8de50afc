import type { Make } from './server-requests.ts'
import { toServer } from './server-requests.ts'
import { strangeName } from './addresses.ts'
import { strangeBallot } from './documents.ts'

const CALLS = [
  ...['_local/a', '_local_docs', '_design/a', '_design_docs', '_design/a/_view/b', '_design/a/_update/b/c'],
  ...[
    '_security',
    '_find',
    '_index',
    '_explain',
    '_bulk_get',
    '_revs_diff',
    '_missing_revs',
    '_purge',
    '_compact',
  ],
  ...[
    '_view_cleanup',
    '_ensure_full_commit',
    '_shards',
    '_sync_shards',
    '_revs_limit',
    '_temp_view',
    '_changes',
  ],
  ...[
    '_all_docs/queries',
    '_partition/a/_all_docs',
    'ballot:a/file.txt',
    '../control/_all_docs',
    '_replicate',
  ],
] as const
const DATABASES = [
  ...[
    'control',
    'seals',
    'registry-board',
    '_users',
    '_replicator',
    '_global_changes',
    '_all_dbs',
    '_session',
  ],
] as const

/**
 * What a CouchDB would answer and the gateway must not: towards phones it speaks replication of ballots alone, and the mirror
 * takes nothing.
 */
export const couchCall: Make = (dice, { election }) => {
  const call = dice.pick(CALLS)
  const place = dice.pick(['sync', 'sync', 'mirror'] as const)
  const reads = place === 'mirror' || call === '_changes' ? [] : (['GET', 'POST'] as const)
  const method = dice.pick(['PUT', 'DELETE', 'COPY', ...reads] as const)
  const path = `/${place}/${election}/${call}`
  const body = method === 'GET' ? [] : [Buffer.from('{"selector":{},"docs":[],"language":"javascript"}')]
  return toServer(`${method} ${path}`, 'refused', { method, path, body })
}

/** A database that is not a public election. */
export const otherDatabase: Make = (dice) => {
  const name = dice.pick([dice.pick(DATABASES), strangeName(dice)])
  const place = dice.pick(['sync', 'mirror'] as const)
  const path = `/${place}/${name}/${dice.pick(['_all_docs?include_docs=true', '_changes', '_bulk_docs', ''])}`
  return toServer(`GET ${path}`, 'refused', { method: 'GET', path })
}

/** A batch with the switches of CouchDB's own replicator, or with more rows than anyone has. */
export const hostileBatch: Make = (dice, target) => {
  const ballot = strangeBallot(dice, target)
  const batch = dice.pick([
    { docs: [ballot], new_edits: false },
    { docs: [ballot], new_edits: 'false' },
    { docs: [ballot, ballot, null, [], 0, 'x', { _id: 5 }] },
    {
      docs: [
        { ...ballot, _deleted: true },
        { _id: '_design/x', validate_doc_update: 'function(){}' },
      ],
    },
    { docs: Array.from({ length: dice.integer(1_001, 3_000) }, () => null) },
    { docs: { length: 1, 0: ballot } },
  ])
  const body = [Buffer.from(JSON.stringify(batch))]
  const path = `/sync/${target.election}/_bulk_docs`
  return toServer('a hostile batch', 'rows-refused', { method: 'POST', path, body })
}

/** Names instead of ballots: each row says that nothing is there. */
export const hostileKeys: Make = (dice, { election }) => {
  const names = [
    strangeName(dice),
    '__proto__',
    '_design/a',
    '_local/a',
    '../control',
    '\u0000',
    'ballot:',
    '',
  ]
  const body = [Buffer.from(JSON.stringify({ keys: names, include_docs: true, deleted: 'ok' }))]
  const path = `/sync/${election}/_all_docs`
  return toServer('hostile keys', 'rows-refused', { method: 'POST', path, body })
}
