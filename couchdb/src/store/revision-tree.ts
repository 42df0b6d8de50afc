/** The tree of revisions of one document, in the shape in which PouchDB stores it. */

export type RevisionNode = [
  hash: string,
  state: { status?: 'available' | 'missing'; deleted?: boolean },
  children: RevisionNode[],
]
export type RevisionTree = { pos: number; ids: RevisionNode }[]

export interface Revision {
  rev: string
  position: number
  hash: string
  deleted: boolean
  /** False for a revision that is only known as an ancestor. */
  available: boolean
  leaf: boolean
  parent: Revision | undefined
}

/** Every known revision, parents before children. Iterative: a chain may be longer than the stack allows. */
export function revisionsOf(tree: RevisionTree): Revision[] {
  const revisions: Revision[] = []
  const open: { position: number; node: RevisionNode; parent: Revision | undefined }[] = tree.map((root) => ({
    position: root.pos,
    node: root.ids,
    parent: undefined,
  }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { position, parent } = next
    const [hash, state, children] = next.node
    const revision: Revision = {
      rev: `${position}-${hash}`,
      position,
      hash,
      deleted: state.deleted === true,
      available: state.status === 'available',
      leaf: children.length === 0,
      parent,
    }
    revisions.push(revision)
    for (const node of children) open.push({ position: position + 1, node, parent: revision })
  }
  return revisions
}

/** CouchDB's order: what is not deleted first, then the longer history, then the greater hash. The first wins. */
function byPrecedence(a: Revision, b: Revision): number {
  if (a.deleted !== b.deleted) return a.deleted ? 1 : -1
  if (a.position !== b.position) return b.position - a.position
  return a.hash < b.hash ? 1 : -1
}

export function leavesOf(revisions: readonly Revision[]): Revision[] {
  return revisions.filter((revision) => revision.leaf).sort(byPrecedence)
}

/** The revision and what it came from, back to the oldest that is known. */
export function ancestryOf(revision: Revision): Revision[] {
  const ancestry = [revision]
  for (let parent = revision.parent; parent !== undefined; parent = parent.parent) ancestry.push(parent)
  return ancestry
}

/** The leaves that descend from `rev`, itself included if it is one; none if `rev` is not known. */
export function leavesBelow(revisions: readonly Revision[], rev: string): Revision[] {
  return leavesOf(revisions).filter((leaf) => ancestryOf(leaf).some((revision) => revision.rev === rev))
}
