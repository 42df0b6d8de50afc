import type { StoredDoc } from '../../couch/couch.ts'

interface History {
  readonly start: number
  readonly ids: readonly string[]
}

/** A leaf without its `_revisions`. */
export function withoutHistory({ _revisions: _history, ...document }: StoredDoc): StoredDoc {
  return document
}

/** The revision of a leaf and those that led to it, the newest first. */
export function revsOf(leaf: StoredDoc): string[] {
  const { start, ids } = historyIn(leaf)
  return ids.map((hash, age) => `${start - age}-${hash}`)
}

/**
 * The leaves of a head or result as they were when `paper` was the newest. What the database has put in its place since
 * gives way to it, with the history that leads to it: the ballots that the newer one speaks of may not be there yet.
 *
 * @param leaves each with its `_revisions`, the winner first.
 */
export function leavesWhen(paper: StoredDoc, leaves: readonly StoredDoc[]): StoredDoc[] {
  const newer = leaves.find((leaf) => revsOf(leaf).includes(paper._rev))
  // A copy of the database that is behind does not have it yet.
  const history = newer ? historyUpTo(paper._rev, newer) : historyOf(paper._rev)
  return [
    { ...paper, _revisions: history },
    ...leaves.filter((leaf) => leaf !== newer && isOlder(leaf, paper)),
  ]
}

/** Another branch, which somebody made beside it, is shown unless it may speak of what is not shown. */
function isOlder(leaf: StoredDoc, paper: StoredDoc): boolean {
  return generationOf(leaf._rev) <= generationOf(paper._rev)
}

function historyUpTo(rev: string, leaf: StoredDoc): History {
  const { start, ids } = historyIn(leaf)
  const age = revsOf(leaf).indexOf(rev)
  return { start: start - age, ids: ids.slice(age) }
}

/** A leaf comes with its history; one whose database stems it may have come without. */
function historyIn({ _rev, _revisions }: StoredDoc): History {
  return (_revisions ?? historyOf(_rev)) as History
}

function historyOf(rev: string): History {
  return { start: generationOf(rev), ids: [rev.slice(rev.indexOf('-') + 1)] }
}

function generationOf(rev: string): number {
  return parseInt(rev)
}
