import type { StoredDoc } from '../../couch/couch.ts'
import { CouchError } from '../../couch/couch.ts'
import type { LiveElection } from '../../elections/live-election.ts'
import type { ElectionMirror } from './election-mirror.ts'
import { countRows, idsAt } from './log-rows.ts'
import type { MirrorPosition } from './position.ts'
import { formatPosition, MIRROR_START, withVersion } from './position.ts'
import type { Paper, Shown } from './shown-papers.ts'

/** Documents of about a kilobyte each: a quarter of a megabyte in memory for each reader. */
const AT_ONCE = 250

export interface MirrorRow {
  readonly seq: string
  readonly id: string
  /** All leaves, the winner first. */
  readonly leaves: readonly StoredDoc[]
}

export interface MirrorPage {
  readonly rows: readonly MirrorRow[]
  readonly position: MirrorPosition
  /** How many rows are left. */
  readonly pending: number
}

/** A document that is next, and where its reader is then. */
interface Step {
  readonly id: string
  readonly position: MirrorPosition
  readonly rev?: string
}

/**
 * What follows `position`: the papers that it has not, the log in its order, and then what speaks of the log as a whole.
 * Some rows at a time; none when there is no news.
 *
 * @throws {CouchError} unavailable, when one of them cannot be read now: whoever passed over it would never get it.
 */
export async function readPage(
  mirror: ElectionMirror,
  position: MirrorPosition,
  limit: number,
): Promise<MirrorPage> {
  const shown = mirror.now()
  const steps = take(stepsAfter(position, shown, mirror.live), Math.min(limit, AT_ONCE))
  const leaves = await mirror.read(steps)
  const rows = steps.flatMap(({ id, position: reached }, at): MirrorRow[] => {
    const found = leaves[at] ?? []
    if (found.length === 0 && !id.startsWith('tile:'))
      throw new CouchError('unavailable', `${id} is in the log and cannot be read`)
    // What can be computed from the rest may be away for a while: whoever put it there puts it there again.
    return found.length === 0
      ? []
      : [{ seq: formatPosition(reached, mirror.live.manifestHash), id, leaves: found }]
  })
  const reached = steps.at(-1)?.position ?? position
  return { rows, position: reached, pending: countPending(reached, shown, mirror.live) }
}

/** Where somebody is who has everything that is shown. */
export function endOf({ size, before, after }: Shown, { log, id }: LiveElection): MirrorPosition {
  const rows = size > 0 ? idsAt(size, log, id).length : 0
  return [...before, ...after].reduce((reached, { slot, version }) => withVersion(reached, slot, version), {
    ...MIRROR_START,
    leaves: size,
    rows,
  })
}

export function countPending(
  position: MirrorPosition,
  { size, before, after }: Shown,
  live: LiveElection,
): number {
  const papers = missing([...before, ...after], position).length
  if (position.leaves > size) return papers
  const here = position.leaves > 0 ? idsAt(position.leaves, live.log, live.id).length : 0
  return papers + countRows(position.leaves, size, live.log) + Math.max(0, here - position.rows)
}

function* stepsAfter(
  position: MirrorPosition,
  { size, before, after }: Shown,
  live: LiveElection,
): Generator<Step> {
  let reached = position
  for (const step of paperSteps(missing(before, position), reached)) yield ((reached = step.position), step)
  for (const step of logSteps(reached, size, live)) yield ((reached = step.position), step)
  yield* paperSteps(missing(after, position), reached)
}

function* paperSteps(papers: readonly Paper[], from: MirrorPosition): Generator<Step> {
  let position = from
  for (const { slot, version, document } of papers) {
    position = withVersion(position, slot, version)
    yield { id: document._id, rev: document._rev, position }
  }
}

function* logSteps(from: MirrorPosition, size: number, { log, id: election }: LiveElection): Generator<Step> {
  let given = from.rows
  for (let leaves = Math.max(1, from.leaves); leaves <= size; leaves++) {
    const ids = idsAt(leaves, log, election)
    for (const [at, id] of ids.entries())
      if (at >= given) yield { id, position: { ...from, leaves, rows: at + 1 } }
    given = 0
  }
}

function missing(papers: readonly Paper[], { versions }: MirrorPosition): Paper[] {
  return papers.filter(({ slot, version }) => version > (versions[slot] ?? 0))
}

function take<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = []
  if (count > 0)
    for (const item of items) {
      taken.push(item)
      if (taken.length >= count) break
    }
  return taken
}
