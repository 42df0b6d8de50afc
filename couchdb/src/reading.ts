import { notFound } from './errors.ts'
import type { StoreReader } from './store/database.ts'
import { ancestryOf, leavesBelow, leavesOf, revisionsOf, type Revision } from './store/revision-tree.ts'

/** Reads of single documents, with what CouchDB can add to them. */

export interface ReadOptions {
  revs?: boolean
  revsInfo?: boolean
  conflicts?: boolean
  deletedConflicts?: boolean
}

export type Leaf = { ok: Record<string, unknown> } | { missing: string }

function extraMembers(revision: Revision, leaves: readonly Revision[], options: ReadOptions): object {
  const ancestry = ancestryOf(revision)
  const others = leaves.slice(1)
  const conflicts = others.filter(({ deleted }) => !deleted).map(({ rev }) => rev)
  const deleted = others.filter((leaf) => leaf.deleted).map(({ rev }) => rev)
  return {
    ...(options.revs && {
      _revisions: { start: revision.position, ids: ancestry.map(({ hash }) => hash) },
    }),
    ...(options.revsInfo && { _revs_info: ancestry.map(revisionInfo) }),
    ...(options.conflicts && conflicts.length > 0 && { _conflicts: conflicts }),
    ...(options.deletedConflicts && deleted.length > 0 && { _deleted_conflicts: deleted }),
  }
}

function revisionInfo({ rev, available, deleted }: Revision): { rev: string; status: string } {
  return { rev, status: !available ? 'missing' : deleted ? 'deleted' : 'available' }
}

async function revisionsFor(store: StoreReader, id: string): Promise<Revision[]> {
  const tree = await store.tree(id)
  return tree === undefined ? [] : revisionsOf(tree)
}

/**
 * The winner, or the revision `rev`.
 *
 * @throws {EngineError} 404 'missing', or 'deleted' when the winner is a deletion.
 */
export async function readDocument(
  store: StoreReader,
  id: string,
  options: ReadOptions & { rev?: string } = {},
): Promise<Record<string, unknown>> {
  const revisions = await revisionsFor(store, id)
  const leaves = leavesOf(revisions)
  const revision =
    options.rev === undefined ? leaves[0] : revisions.find((candidate) => candidate.rev === options.rev)
  if (revision === undefined) throw notFound('missing')
  if (options.rev === undefined && revision.deleted) throw notFound('deleted')
  const doc = await store.body(id, revision.rev)
  if (doc === undefined) throw notFound('missing')
  return { ...doc, ...extraMembers(revision, leaves, options) }
}

/**
 * The named revisions, or all leaves; with `latest` the leaves below each named one instead. None for a document that
 * was never written and `all`.
 */
export async function readLeaves(
  store: StoreReader,
  id: string,
  revs: 'all' | readonly string[],
  options: ReadOptions & { latest?: boolean },
): Promise<Leaf[]> {
  const revisions = await revisionsFor(store, id)
  const leaves = leavesOf(revisions)
  const find = (rev: string): Revision[] =>
    options.latest ? leavesBelow(revisions, rev) : revisions.filter((revision) => revision.rev === rev)
  const wanted = revs === 'all' ? leaves : revs.flatMap(find)
  const missing = revs === 'all' ? [] : revs.filter((rev) => find(rev).length === 0)
  const found = await Promise.all(
    [...new Set(wanted)].map(async (revision): Promise<Leaf> => {
      const doc = await store.body(id, revision.rev)
      if (doc === undefined) return { missing: revision.rev }
      return { ok: { ...doc, ...extraMembers(revision, leaves, options) } }
    }),
  )
  return [...found, ...missing.map((rev) => ({ missing: rev }))]
}

export type Winner =
  { deleted: false; rev: string; doc?: Record<string, unknown> } | { deleted: true; rev: string }

/** The winning revision, deleted or not; undefined if the document was never written. */
export async function readWinner(
  store: StoreReader,
  id: string,
  options: { includeDocs: boolean; conflicts: boolean },
): Promise<Winner | undefined> {
  const leaves = leavesOf(await revisionsFor(store, id))
  const [winner] = leaves
  if (winner === undefined) return undefined
  if (winner.deleted || !options.includeDocs) return { deleted: winner.deleted, rev: winner.rev }
  const doc = await store.body(id, winner.rev)
  if (doc === undefined) return undefined
  return { deleted: false, rev: winner.rev, doc: { ...doc, ...extraMembers(winner, leaves, options) } }
}

/** Of the named revisions those that are not known, and the leaves that may be their ancestors. */
export async function missingRevisions(
  store: StoreReader,
  id: string,
  revs: readonly { rev: string; position: number }[],
): Promise<{ missing: string[]; possible_ancestors?: string[] } | undefined> {
  const revisions = await revisionsFor(store, id)
  const known = new Set(revisions.map(({ rev }) => rev))
  const missing = revs.filter(({ rev }) => !known.has(rev))
  if (missing.length === 0) return undefined
  const highest = Math.max(...missing.map(({ position }) => position))
  const ancestors = leavesOf(revisions).filter(({ position }) => position < highest)
  return {
    missing: missing.map(({ rev }) => rev),
    ...(ancestors.length > 0 && { possible_ancestors: ancestors.map(({ rev }) => rev) }),
  }
}
