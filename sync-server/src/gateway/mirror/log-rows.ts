import { ballotId } from '#protocol/formats/ballot'
import { batchId } from '#protocol/log/batch'
import { TILE_WIDTH, tileId } from '#protocol/log/tile'
import type { LogIndex } from '../../elections/live-election.ts'

/**
 * The documents that stand at the leaf that makes the log `size` long, in the order of the feed: the ballot, the tiles that
 * it fills, and the batch that it ends.
 */
export function idsAt(size: number, log: LogIndex, election: string): string[] {
  const ids = [ballotId(log.tree.leaf(size - 1))]
  for (let level = 0, span = TILE_WIDTH; size % span === 0; level++, span *= TILE_WIDTH)
    ids.push(tileId(election, level, size / span - 1))
  if (log.endsBatch(size)) ids.push(batchId(log.tree.root(size)))
  return ids
}

/** How many documents stand at the leaves from `from` to `to`: what is left to read. */
export function countRows(from: number, to: number, log: LogIndex): number {
  let tiles = 0
  for (let span = TILE_WIDTH; span <= to; span *= TILE_WIDTH)
    tiles += Math.floor(to / span) - Math.floor(from / span)
  return to - from + tiles + log.batchesWithin(to) - log.batchesWithin(from)
}

/** The ids of the log's documents that a head covers; all others, whatever is stored there, are nobody's business. */
export class LogIds {
  readonly #election: string
  readonly #log: LogIndex
  /** Of each batch by its id, the size of the log after it. */
  readonly #batches = new Map<string, number>()

  constructor(election: string, log: LogIndex) {
    this.#election = election
    this.#log = log
  }

  has(id: string, size: number): boolean {
    const [kind, rest] = splitId(id)
    if (kind === 'ballot') return (this.#log.indexOf(rest) ?? Infinity) < size
    if (kind === 'tile') return this.#hasTile(id, size)
    return kind === 'batch' && (this.#batchEnd(id) ?? Infinity) <= size
  }

  #hasTile(id: string, size: number): boolean {
    const [, level, index] = /^tile:[^:]+:(\d):(\d{1,15})$/.exec(id) ?? []
    if (level === undefined || id !== tileId(this.#election, Number(level), Number(index))) return false
    return (Number(index) + 1) * TILE_WIDTH ** (Number(level) + 1) <= size
  }

  /** The batches that came since the last call are added: their ids are hashes, which nobody computes twice. */
  #batchEnd(id: string): number | undefined {
    for (const end of this.#log.batchEnds(this.#batches.size))
      this.#batches.set(batchId(this.#log.tree.root(end)), end)
    return this.#batches.get(id)
  }
}

function splitId(id: string): [string, string] {
  const at = id.indexOf(':')
  return [id.slice(0, at), id.slice(at + 1)]
}
