import { describe, expect, it } from 'vitest'
import { judgeCall, refusalReason } from './judge-call.ts'
import type { Verdict } from './judge-call.ts'

const judge = (method: string, path: string, body?: unknown, destination?: string): Verdict =>
  judgeCall({ method, address: new URL(`http://database${path}`), body, destination })

describe('what may be read', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/_all_dbs?limit=30'],
    ['GET', '/_active_tasks'],
    ['GET', '/_membership'],
    ['GET', '/_uuids?count=1'],
    ['GET', '/_users?_=1'],
    ['GET', '/election-demo'],
    ['GET', '/election-demo/'],
    ['HEAD', '/election-demo/ballot:x'],
    ['GET', '/election-demo/_all_docs?limit=21'],
    ['POST', '/election-demo/_all_docs'],
    ['GET', '/election-demo/_changes?feed=continuous'],
    ['POST', '/election-demo/_find'],
    ['GET', '/election-demo/_index'],
    ['GET', '/election-demo/_security'],
    ['GET', '/election-demo/_design/x'],
    ['GET', '/control/keys:demo'],
    ['POST', '/registry-demo/_find'],
  ])('%s %s', (method, path) => {
    expect(judge(method, path, {})).toEqual({ kind: 'read' })
  })
})

describe('what is written', () => {
  it.each<[string, string, unknown, string[]]>([
    ['PUT', '/election-demo/note:1?conflicts=true', {}, ['note:1']],
    ['PUT', '/election-demo/a%2Fb', {}, ['a/b']],
    ['DELETE', '/seals/seal:demo?rev=1-a', undefined, ['seal:demo']],
    ['POST', '/election-demo', { _id: 'a' }, ['a']],
    ['POST', '/election-demo', { text: 'no id' }, []],
    ['POST', '/election-demo/_bulk_docs', { docs: [{ _id: 'a' }, {}, { _id: 'b' }] }, ['a', 'b']],
    ['POST', '/election-demo/_index', { index: { fields: ['a'] } }, []],
    ['DELETE', '/election-demo/_index/_design/x/json/name', undefined, ['_design/x']],
    ['POST', '/election-demo/_index/_bulk_delete', { docids: ['_design/x'] }, ['_design/x']],
  ])('%s %s', (method, path, body, ids) => {
    const [, database] = path.split(/[/?]/)
    expect(judge(method, path, body)).toEqual({ kind: 'write', database, ids })
  })

  it('COPY, by its target', () => {
    const verdict = judge('COPY', '/election-demo/a', undefined, 'b%3A1')
    expect(verdict).toEqual({ kind: 'write', database: 'election-demo', ids: ['b:1'] })
  })
})

describe('what is refused', () => {
  it.each<[string, string, string, unknown?]>([
    ['server-settings', 'GET', '/_node/_local/_config/admins'],
    ['server-settings', 'PUT', '/_node/_local/_config/admins/eve', 'secret'],
    ['server-settings', 'PUT', '/_config/admins/eve', 'secret'],
    ['server-settings', 'GET', '/_users/_all_docs'],
    ['server-settings', 'PUT', '/_users'],
    ['server-settings', 'GET', '/_users/org.couchdb.user:eve'],
    ['server-settings', 'PUT', '/_users/org.couchdb.user:eve', {}],
    ['server-settings', 'POST', '/_replicate', {}],
    ['server-settings', 'POST', '/_replicator', {}],
    ['server-settings', 'POST', '/_cluster_setup', {}],
    ['server-settings', 'GET', '/%5Fnode/_local/_config'],
    ['server-settings', 'GET', '/election-demo/../_node/_local/_config'],
    ['server-settings', 'GET', '/election-demo/%2e%2e/_node/_local/_config'],
    ['whole-databases', 'PUT', '/election-other'],
    ['whole-databases', 'DELETE', '/election-demo'],
    ['whole-databases', 'PUT', '/election-demo/_security', {}],
    ['read-only', 'PUT', '/control/server:first-run', {}],
    ['read-only', 'DELETE', '/registry-demo/issued:x?rev=1-a'],
    ['read-only', 'POST', '/registry-demo/_bulk_docs', { docs: [{ _id: 'a', _deleted: true }] }],
    ['read-only', 'POST', '/control/_index', {}],
    ['design-documents', 'PUT', '/election-demo/_design/x', { validate_doc_update: 'function () {}' }],
    ['design-documents', 'PUT', '/election-demo/_design%2Fx', {}],
    ['design-documents', 'POST', '/election-demo', { _id: '_design/x' }],
    ['design-documents', 'POST', '/election-demo/_bulk_docs', { docs: [{ _id: 'a' }, { _id: '_design/x' }] }],
    ['local-documents', 'PUT', '/election-demo/_local/security', {}],
    ['attachments', 'PUT', '/election-demo/a/picture.png', undefined],
    ['attachments', 'PUT', '/election-demo/a', { _attachments: {} }],
    ['attachments', 'POST', '/election-demo', { _attachments: {} }],
    ['old-revisions', 'POST', '/election-demo/_bulk_docs', { docs: [], new_edits: false }],
    ['old-revisions', 'PUT', '/election-demo/a?new_edits=false', { _rev: '9-a' }],
    ['not-offered', 'POST', '/_all_dbs', {}],
    ['not-offered', 'POST', '/election-demo/_purge', {}],
    ['not-offered', 'POST', '/election-demo/_compact', {}],
    ['not-offered', 'PUT', '/election-demo/_revs_limit', 1],
    ['not-offered', 'POST', '/election-demo/_design/x/_update/y', {}],
    ['not-offered', 'POST', '/election-demo/_bulk_docs', [1]],
    ['not-offered', 'POST', '/election-demo/_bulk_docs', { docs: ['a'] }],
    ['not-offered', 'PATCH', '/election-demo/a', {}],
    ['not-offered', 'GET', '/election-demo//_node'],
    ['not-offered', 'GET', '/election-demo/%E0%A4%A'],
  ])('%s: %s %s', (code, method, path, body) => {
    expect(judge(method, path, body)).toEqual({ kind: 'refused', code })
  })

  it.each([undefined, 'a?rev=1-a', 'a/b', '_design/x'])('COPY to %s', (destination) => {
    expect(judge('COPY', '/election-demo/a', undefined, destination)).toMatchObject({ kind: 'refused' })
  })

  it('with a reason that begins with its code', () => {
    expect(refusalReason('read-only')).toMatch(/^read-only: [A-Z].*\.$/)
  })
})
