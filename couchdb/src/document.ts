import { badRequest, invalidDocument, invalidId } from './errors.ts'
import type { DocumentInput } from './store/document-store.ts'

/** What a client calls a document, checked as CouchDB checks it. Everything behind this may trust the shape. */

/** CouchDB also takes revisions with further hyphens, and any number; PouchDB does not. */
const REV = /^([1-9]\d{0,14})-([^-]+)$/
const LOCAL_REV = /^0-(\d{1,15})$/
const HEX = /^[0-9a-f]{32}$/i
const IGNORED = new Set(['_conflicts', '_deleted_conflicts', '_local_seq', '_revs_info'])

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isLocalId(id: string): boolean {
  return id.startsWith('_local/')
}

export function assertId(id: unknown): asserts id is string {
  if (typeof id !== 'string') throw invalidId('Document id must be a string')
  if (id === '') throw invalidId('Document id must not be empty')
  if (id === '_design/' || id === '_local/') throw invalidId(`Illegal document id \`${id}\``)
  if (id.startsWith('_') && !/^_(design|local)\//.test(id)) {
    throw invalidId('Only reserved document ids may start with underscore.')
  }
}

/** The revision as it is stored: hashes of the usual length in lower case. */
export function parseRev(rev: unknown): { rev: string; position: number; hash: string } {
  const match = typeof rev === 'string' ? REV.exec(rev) : null
  const [, position = '', hash = ''] = match ?? []
  if (match === null) throw badRequest('Invalid rev format')
  const stored = HEX.test(hash) ? hash.toLowerCase() : hash
  return { rev: `${position}-${stored}`, position: Number(position), hash: stored }
}

/** How often a local document was written, according to its `_rev`; 0 without one. */
export function parseLocalRev(rev: unknown): number {
  if (rev === undefined) return 0
  const match = typeof rev === 'string' ? LOCAL_REV.exec(rev) : null
  if (match === null) throw badRequest('Invalid rev format')
  return Number(match[1])
}

function parseRevisions(value: unknown): { start: number; ids: string[] } {
  if (!isRecord(value)) throw invalidDocument('Bad special document member: _revisions')
  const { start, ids } = value
  if (!Number.isSafeInteger(start)) throw invalidDocument("_revisions.start isn't an integer.")
  if (!Array.isArray(ids)) throw invalidDocument("_revisions.ids isn't a array.")
  if (!ids.every((id) => typeof id === 'string')) throw invalidDocument("RevId isn't a string")
  const first = Number(start)
  // CouchDB fails on an empty list and invents ancestors before the first revision.
  if (ids.length === 0 || ids.length > first)
    throw invalidDocument('_revisions has more or less than its start')
  return { start: first, ids: ids.map((id, index) => parseRev(`${first - index}-${id}`).hash) }
}

function specialMembers(value: Record<string, unknown>): Record<string, unknown> {
  const special: Record<string, unknown> = {}
  for (const [member, content] of Object.entries(value)) {
    if (!member.startsWith('_') || IGNORED.has(member)) continue
    if (member === '_id') assertId(content)
    else if (member === '_deleted' && typeof content !== 'boolean') throw badMember(member)
    else if (member === '_attachments') assertNoAttachments(content)
    else if (!['_rev', '_deleted', '_revisions'].includes(member)) throw badMember(member)
    special[member] = content
  }
  return special
}

const badMember = (member: string): Error => invalidDocument(`Bad special document member: ${member}`)

function assertNoAttachments(attachments: unknown): void {
  if (!isRecord(attachments)) throw badMember('_attachments')
  // Nothing here has any, and half a support would lose them silently.
  if (Object.keys(attachments).length > 0) throw invalidDocument('Attachments are not supported.')
}

/** The members that are the client's own. */
export function ownMembers(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([member]) => !member.startsWith('_')))
}

function newId(): string {
  return crypto.randomUUID().replaceAll('-', '')
}

/**
 * @param value what the client sent; `id`, when given, is the one in the path, and wins.
 * @throws {EngineError} 400
 */
export function parseDocument(value: unknown, newEdits: boolean, id?: string): DocumentInput {
  if (!isRecord(value)) throw badRequest('Document must be a JSON object')
  const special = specialMembers(value)
  const documentId = id ?? (special['_id'] as string | undefined) ?? newId()
  const members = { ...ownMembers(value), ...(special['_deleted'] === true && { _deleted: true }) }
  if (isLocalId(documentId)) {
    return { _id: documentId, ...members, _rev: `0-${parseLocalRev(special['_rev'])}` }
  }
  return { _id: documentId, ...members, ...revisionMembers(special, newEdits) }
}

function revisionMembers(
  special: Record<string, unknown>,
  newEdits: boolean,
): Pick<DocumentInput, '_rev' | '_revisions'> {
  const history = special['_revisions'] === undefined ? undefined : parseRevisions(special['_revisions'])
  if (special['_rev'] === undefined && history === undefined) {
    if (newEdits) return {}
    throw badRequest('When `new_edits: false`, the document needs `_rev` or `_revisions` specified')
  }
  const { rev, position, hash } = parseRev(
    history === undefined ? special['_rev'] : `${history.start}-${history.ids[0] ?? ''}`,
  )
  return newEdits ? { _rev: rev } : { _rev: rev, _revisions: history ?? { start: position, ids: [hash] } }
}
