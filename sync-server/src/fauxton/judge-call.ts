import { isRecord } from '../couch/shapes.ts'

/** One request for the database, as it is sent on if it may be. */
export interface DatabaseCall {
  readonly method: string
  /** Path and parameters as a URL parser reads them: with no `..` in it, whatever was asked for. */
  readonly address: URL
  /** The parsed body; undefined without one. */
  readonly body: unknown
  /** The header that names the target of a COPY. */
  readonly destination: string | undefined
}

export type Verdict =
  | { readonly kind: 'read' }
  /** `ids` are the documents that are written; empty where the database chooses the name. */
  | { readonly kind: 'write'; readonly database: string; readonly ids: readonly string[] }
  | { readonly kind: 'refused'; readonly code: RefusalCode }

export type RefusalCode = keyof typeof REASONS

/** What an officer is told; each begins with its code. */
const REASONS = {
  'not-offered': 'This call is not offered here.',
  'server-settings': 'Accounts, settings and other machines of the database are not reached from here.',
  'whole-databases': 'Databases are made and removed by the server alone, and so are their permissions.',
  'read-only':
    'Rolls and keys can be looked at here, and not changed: a voter could vote twice, or the keys be lost.',
  'design-documents':
    'Design documents can stop every write to a database. Create an index instead, or delete one.',
  'local-documents': 'Local documents are the database’s own.',
  attachments: 'No document here has attachments.',
  'old-revisions': 'Writing a revision of one’s own making (new_edits: false) is for replication.',
} as const

const READ: Verdict = { kind: 'read' }
const ASKED_ON_SERVER = new Set(['', '_all_dbs', '_active_tasks', '_up', '_uuids', '_membership'])
/** A CouchDB lists databases of its own too. How much they hold may be asked, and nothing of what. */
const ITS_OWN = new Set(['_users', '_replicator', '_global_changes'])
const ASKED_BY_POST = new Set(['_all_docs', '_changes', '_find', '_explain', '_bulk_get', '_revs_diff'])
const READ_ONLY = /^(control$|registry-)/

export function refusalReason(code: RefusalCode): string {
  return `${code}: ${REASONS[code]}`
}

/**
 * Decides what a call does, from a list of what is offered: whatever a later CouchDB can do besides is refused until
 * somebody has thought about it.
 */
export function judgeCall(call: DatabaseCall): Verdict {
  const { method, address } = call
  const parts = decodeParts(address.pathname)
  if (!parts) return refuse('not-offered')
  const [database = '', ...below] = parts
  const isRead = method === 'GET' || method === 'HEAD'
  if (parts.length === 1 && ASKED_ON_SERVER.has(database)) return isRead ? READ : refuse('not-offered')
  if (isRead && parts.length === 1 && ITS_OWN.has(database)) return READ
  if (database.startsWith('_')) return refuse('server-settings')
  if (isRead) return READ
  if (address.searchParams.has('new_edits')) return refuse('old-revisions')
  const verdict = judgeBelow(call, database, below)
  return verdict.kind === 'write' && READ_ONLY.test(database) ? refuse('read-only') : verdict
}

function judgeBelow(call: DatabaseCall, database: string, below: readonly string[]): Verdict {
  const [first, ...rest] = below
  if (first === undefined)
    return call.method === 'POST' ? judgeDocuments(database, [call.body]) : refuse('whole-databases')
  if (first === '_index') return judgeIndex(call, database, rest)
  switch (call.method) {
    case 'POST':
      if (rest.length > 0) return refuse('not-offered')
      if (first === '_bulk_docs') return judgeBulk(database, call.body)
      return ASKED_BY_POST.has(first) ? READ : refuse('not-offered')
    case 'PUT':
    case 'DELETE':
      return judgeDocument(database, below, call.body)
    case 'COPY':
      return judgeCopy(database, call.destination)
    default:
      return refuse('not-offered')
  }
}

/** Definitions of indexes are design documents too, but of those that hold no function. */
function judgeIndex({ method, body }: DatabaseCall, database: string, rest: readonly string[]): Verdict {
  if (method === 'POST' && rest.length === 0) return { kind: 'write', database, ids: [] }
  if (method === 'POST' && rest[0] === '_bulk_delete') {
    const ids = isRecord(body) && Array.isArray(body['docids']) ? body['docids'].map(String) : []
    return { kind: 'write', database, ids }
  }
  if (method === 'DELETE' && rest.length >= 3)
    return { kind: 'write', database, ids: [rest.slice(0, -2).join('/')] }
  return refuse('not-offered')
}

/** A target that names a revision, or a document in an address, is none that Fauxton sends. */
function judgeCopy(database: string, destination: string | undefined): Verdict {
  const [target, ...others] = destination === undefined ? [] : (decodeParts(destination) ?? [])
  if (target === undefined || target.includes('?') || others.length > 0) return refuse('not-offered')
  return judgeDocument(database, [target], undefined)
}

function judgeDocument(database: string, [first = '', ...rest]: readonly string[], body: unknown): Verdict {
  if (first === '_design' || first.startsWith('_design/')) return refuse('design-documents')
  if (first === '_local' || first.startsWith('_local/')) return refuse('local-documents')
  if (first === '_security') return refuse('whole-databases')
  if (first.startsWith('_')) return refuse('not-offered')
  if (rest.length > 0 || hasAttachments(body)) return refuse('attachments')
  return { kind: 'write', database, ids: [first] }
}

function judgeBulk(database: string, body: unknown): Verdict {
  if (!isRecord(body) || !Array.isArray(body['docs'])) return refuse('not-offered')
  if (body['new_edits'] !== undefined && body['new_edits'] !== true) return refuse('old-revisions')
  return judgeDocuments(database, body['docs'])
}

function judgeDocuments(database: string, documents: readonly unknown[]): Verdict {
  const ids: string[] = []
  for (const document of documents) {
    if (!isRecord(document)) return refuse('not-offered')
    const id = document['_id']
    if (id === undefined) continue
    const verdict = typeof id === 'string' ? judgeDocument(database, [id], document) : refuse('not-offered')
    if (verdict.kind !== 'write') return verdict
    ids.push(...verdict.ids)
  }
  return documents.some(hasAttachments) ? refuse('attachments') : { kind: 'write', database, ids }
}

function hasAttachments(document: unknown): boolean {
  return isRecord(document) && document['_attachments'] !== undefined
}

/** Undefined for a path that two readers could understand differently. */
function decodeParts(path: string): string[] | undefined {
  try {
    const parts = path.replace(/^\//, '').replace(/\/$/, '').split('/').map(decodeURIComponent)
    return parts.length > 1 && parts.includes('') ? undefined : parts
  } catch {
    return undefined
  }
}

function refuse(code: RefusalCode): Verdict {
  return { kind: 'refused', code }
}
