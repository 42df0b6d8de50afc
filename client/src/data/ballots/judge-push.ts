import type { Ballot } from '#protocol/formats/ballot'
import type { Manifest } from '#protocol/formats/manifest'
import type { Receipt } from '#protocol/formats/receipt'
import { checkReceipt } from '#protocol/formats/receipt'
import { ProtocolError } from '#protocol/errors'

/** What one row of a `_bulk_docs` answer means for one ballot. `unsettled`: it is sent again. */
export type PushVerdict =
  | { readonly kind: 'received'; readonly receipt: Receipt }
  | { readonly kind: 'rejected'; readonly code: string; readonly sentence: string }
  | { readonly kind: 'unsettled' }

const UNSETTLED: PushVerdict = { kind: 'unsettled' }
/** `<code>: <sentence>`; a database's own "You are not allowed…" has no code and is no verdict on a ballot. */
const REASON = /^([a-z]+(?:-[a-z]+)*): ([^]*)$/

/**
 * Judges an answer row by row, so that no row stands in another's way. Only a receipt that this phone has checked makes a
 * ballot received; only a refusal with a stable code makes it rejected.
 *
 * @param answer the body as the server sent it.
 * @returns a verdict for each of `ballots`, by `_id`.
 */
export function judgePush(
  answer: unknown,
  ballots: readonly Ballot[],
  manifest: Manifest,
): ReadonlyMap<string, PushVerdict> {
  const rows = new Map<unknown, Row>()
  for (const row of Array.isArray(answer) ? (answer as unknown[]) : []) if (isRow(row)) rows.set(row.id, row)
  return new Map(ballots.map(({ _id }) => [_id, judgeRow(rows.get(_id), _id, manifest)]))
}

/** `ballot:<leafHash>` → the leaf hash. */
export function leafHashOfId(ballotId: string): string {
  return ballotId.slice('ballot:'.length)
}

interface Row {
  readonly id: unknown
  readonly ok?: unknown
  readonly accepted?: unknown
  readonly receipt?: unknown
  readonly error?: unknown
  readonly reason?: unknown
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'id' in value
}

function judgeRow(row: Row | undefined, ballotId: string, manifest: Manifest): PushVerdict {
  if (!row) return UNSETTLED
  if (row.error === 'forbidden') return judgeRefusal(row.reason)
  // `accepted` is CouchDB's word for "not yet at a quorum": not durable, whatever `ok` says.
  if (row.ok !== true || row.accepted === true) return UNSETTLED
  try {
    return { kind: 'received', receipt: checkReceipt(row.receipt, manifest, leafHashOfId(ballotId)) }
  } catch (error) {
    if (error instanceof ProtocolError) return UNSETTLED
    throw error
  }
}

function judgeRefusal(reason: unknown): PushVerdict {
  const [, code, sentence = ''] = typeof reason === 'string' ? (REASON.exec(reason) ?? []) : []
  return code === undefined ? UNSETTLED : { kind: 'rejected', code, sentence }
}
