import type { StoredDoc } from '../../couch/couch.ts'
import { CouchAnswer } from '../couch-answers.ts'
import type { ElectionMirror } from './election-mirror.ts'
import { revsOf, withoutHistory } from './leaves.ts'

/** What `GET` of a document and `_bulk_get` add to it. */
export interface ReadOptions {
  readonly revs: boolean
  readonly conflicts: boolean
  /** The leaves below a revision in its place. */
  readonly latest: boolean
}

export interface WantedRevision {
  readonly id: string
  readonly rev?: string | undefined
}

/** A leaf, or the revision that is none. */
export type Leaf = { readonly ok: object } | { readonly missing: string }

/** As CouchDB says it of an id that was never written. */
export const missing = (): CouchAnswer => new CouchAnswer(404, 'not_found', 'missing')

/** The winner, or the leaf `rev`. @throws {CouchAnswer} 404 missing | deleted */
export async function readWinner(
  mirror: ElectionMirror,
  { id, rev }: WantedRevision,
  options: ReadOptions,
): Promise<object> {
  const [leaves = []] = await mirror.read([{ id, rev }])
  const leaf = rev === undefined ? leaves[0] : leavesBelow(leaves, rev, options.latest)[0]
  if (!leaf) throw missing()
  if (rev === undefined && leaf._deleted === true) throw new CouchAnswer(404, 'not_found', 'deleted')
  return { ...shape(leaf, options), ...(options.conflicts && conflictsOf(leaf, leaves)) }
}

/** All leaves, or the named ones. @throws {CouchAnswer} 404 for a document that is not public. */
export async function readOpenRevisions(
  mirror: ElectionMirror,
  id: string,
  revs: 'all' | readonly string[],
  options: ReadOptions,
): Promise<Leaf[]> {
  const wanted = revs === 'all' ? [{ id }] : revs.map((rev) => ({ id, rev }))
  const found = await mirror.read(wanted)
  if (revs !== 'all') return revs.flatMap((rev, at) => leavesFor(found[at] ?? [], rev, options))
  if (found[0]?.length === 0) throw missing()
  return (found[0] ?? []).map((leaf) => ({ ok: shape(leaf, options) }))
}

/** One row of `_bulk_get` for each of `wanted`. */
export async function readBulk(
  mirror: ElectionMirror,
  wanted: readonly WantedRevision[],
  options: ReadOptions,
): Promise<object[]> {
  const found = await mirror.read(wanted)
  return wanted.map(({ id, rev }, at) => {
    const leaves = found[at] ?? []
    const all = rev === undefined && leaves.length > 0
    const docs = all ? leaves.map((leaf) => ({ ok: shape(leaf, options) })) : leavesFor(leaves, rev, options)
    return { id, docs: docs.map((leaf) => bulkRow(id, leaf)) }
  })
}

/** Which of the revisions that somebody has are not here; what is not public never is. */
export async function readMissing(
  mirror: ElectionMirror,
  wanted: readonly { readonly id: string; readonly revs: readonly string[] }[],
): Promise<object> {
  const found = await mirror.read(wanted)
  const rows = wanted.map(({ id, revs }, at) => {
    const known = new Set((found[at] ?? []).flatMap(revsOf))
    return [id, { missing: revs.filter((rev) => !known.has(rev)) }] as const
  })
  return Object.fromEntries(rows.filter(([, row]) => row.missing.length > 0))
}

function leavesFor(leaves: readonly StoredDoc[], rev = 'undefined', options: ReadOptions): Leaf[] {
  const found = leavesBelow(leaves, rev, options.latest)
  return found.length > 0 ? found.map((leaf) => ({ ok: shape(leaf, options) })) : [{ missing: rev }]
}

function leavesBelow(leaves: readonly StoredDoc[], rev: string, latest: boolean): StoredDoc[] {
  return leaves.filter((leaf) => leaf._rev === rev || (latest && revsOf(leaf).includes(rev)))
}

function shape(leaf: StoredDoc, { revs }: ReadOptions): StoredDoc {
  return revs ? leaf : withoutHistory(leaf)
}

function conflictsOf(winner: StoredDoc, leaves: readonly StoredDoc[]): object {
  const others = leaves.filter((leaf) => leaf !== winner && leaf._deleted !== true)
  return others.length > 0 ? { _conflicts: others.map(({ _rev }) => _rev) } : {}
}

function bulkRow(id: string, leaf: Leaf): object {
  return 'ok' in leaf ? leaf : { error: { id, rev: leaf.missing, error: 'not_found', reason: 'missing' } }
}
