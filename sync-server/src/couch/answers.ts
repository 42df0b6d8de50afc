import { CouchError, type CouchErrorCode } from './couch-error.ts'
import type { Doc, WriteOutcome } from './documents.ts'
import { isRecord } from './shapes.ts'
import type { CouchResponse } from './transport.ts'

export interface Refusal {
  error: string
  reason: string
}

export function refusalOf(body: unknown): Refusal {
  const { error, reason } = isRecord(body) ? body : {}
  return {
    error: typeof error === 'string' ? error : 'unknown_error',
    reason: typeof reason === 'string' ? reason : '',
  }
}

function codeOf(status: number): CouchErrorCode {
  if (status === 404) return 'not-found'
  if (status === 401 || status === 403) return 'unauthorized'
  // 412 is what CouchDB answers while a node is down or in maintenance.
  return status >= 500 || status === 429 || status === 412 ? 'unavailable' : 'unexpected'
}

export function errorOf(response: CouchResponse, what: string): CouchError {
  const { error, reason } = refusalOf(response.body)
  return new CouchError(codeOf(response.status), `${what}: ${response.status} ${error}: ${reason}`)
}

/** @throws {CouchError} unless the answer is a plain success. */
export function expectOk(response: CouchResponse, what: string): unknown {
  if (response.status >= 200 && response.status < 300) return response.body
  throw errorOf(response, what)
}

/** True when a 404 speaks of a document; a missing database must not pass for a missing document. */
export function isMissingDocument(response: CouchResponse): boolean {
  const { reason } = refusalOf(response.body)
  return response.status === 404 && (reason === 'missing' || reason === 'deleted')
}

/** Row errors after which the document is certainly not stored. Any other (timeout, node down) proves nothing. */
const REFUSALS = new Set([
  'bad_request',
  'doc_validation',
  'document_too_large',
  'forbidden',
  'illegal_docid',
  'too_large',
  'unauthorized',
])

function rowOutcome(doc: Doc, row: unknown): WriteOutcome {
  const id = doc._id
  if (!isRecord(row) || row['id'] !== id) return { kind: 'unacknowledged', id }
  if (typeof row['rev'] === 'string' && row['error'] === undefined) {
    // `accepted`: fewer copies than the quorum took it, and it may still lose.
    return 'accepted' in row ? { kind: 'unacknowledged', id } : { kind: 'written', id, rev: row['rev'] }
  }
  const { error, reason } = refusalOf(row)
  if (error === 'conflict') return { kind: 'conflict', id }
  return REFUSALS.has(error) ? { kind: 'refused', id, error, reason } : { kind: 'unacknowledged', id }
}

function refusedWhole(response: CouchResponse, id: string, what: string): WriteOutcome {
  const { status } = response
  if (status === 401 || status === 404) throw errorOf(response, what)
  const { error, reason } = refusalOf(response.body)
  const refused = [400, 403, 413, 415].includes(status) || (status < 500 && REFUSALS.has(error))
  return refused ? { kind: 'refused', id, error, reason } : { kind: 'unacknowledged', id }
}

/** What became of each document of one `_bulk_docs`, in the order of `docs`. */
export function bulkOutcomes(docs: readonly Doc[], response: CouchResponse): WriteOutcome[] {
  const { status, body } = response
  if (status === 201 || status === 202) {
    const rows: unknown[] = Array.isArray(body) ? body : []
    return docs.map((doc, index) => rowOutcome(doc, rows[index]))
  }
  return docs.map((doc) => refusedWhole(response, doc._id, 'POST _bulk_docs'))
}

/** Only 201 commits: a 202 can be undone by another writer later. */
export function swapOutcome(doc: Doc, response: CouchResponse): WriteOutcome {
  const id = doc._id
  const rev = isRecord(response.body) ? response.body['rev'] : undefined
  // CouchDB answers 200, and not 201, to a PUT that deletes.
  const committed = doc._deleted === true ? 200 : 201
  if (response.status === committed && typeof rev === 'string') return { kind: 'written', id, rev }
  if (response.status === 409) return { kind: 'conflict', id }
  if (response.status < 300) return { kind: 'unacknowledged', id }
  return refusedWhole(response, id, 'PUT')
}
