import { fromBase64url, toBase64url } from '#protocol/bytes'
import { ProtocolError } from '#protocol/errors'
import type { BallotBody } from '#protocol/formats/ballot'
import type { Manifest } from '#protocol/formats/manifest'
import type { Batch } from '#protocol/log/batch'
import { appendBatch, batchId, sortLeaves } from '#protocol/log/batch'
import { resultingRoot } from '#protocol/log/resulting-root'
import { MerkleTree } from '#protocol/log/tree'
import type { Count } from '#protocol/tally/tally'
import { Tally } from '#protocol/tally/tally'
import { LogFault } from '../log-fault.ts'

/** What the tallier keeps of a ballot whose signatures are checked. */
export interface CheckedBallot {
  /** base64url. */
  readonly leafHash: string
  readonly body: BallotBody
}

/** The committed log of one election and what follows from it: the tree, and the count with its slots. */
export class ElectionLog {
  readonly tree = new MerkleTree()
  readonly #tally: Tally
  /** Of each batch by its id, where it begins and ends. */
  readonly #batches = new Map<string, { readonly first: number; readonly size: number }>()

  constructor(manifest: Manifest) {
    this.#tally = new Tally(manifest)
  }

  get size(): number {
    return this.tree.size
  }

  /** base64url. */
  get root(): string {
    return toBase64url(this.tree.root())
  }

  count(): Count {
    return this.#tally.count()
  }

  /** The leaf hash of the ballot in this slot, base64url. */
  holderOf(body: BallotBody): string | undefined {
    const index = this.#tally.indexOf(body)
    return index === undefined ? undefined : toBase64url(this.tree.leaf(index))
  }

  holds(ballot: CheckedBallot): boolean {
    return this.indexOf(ballot) !== undefined
  }

  /** Where exactly this ballot is in the log. */
  indexOf({ leafHash, body }: CheckedBallot): number | undefined {
    return this.holderOf(body) === leafHash ? this.#tally.indexOf(body) : undefined
  }

  /** A batch that leads to this id in this log, or undefined when none of it does. */
  batch(id: string): Batch | undefined {
    const span = this.#batches.get(id)
    if (!span) return undefined
    const { first, size } = span
    const previous = { size: first, root: toBase64url(this.tree.root(first)) }
    return { _id: id, previous, hashes: this.#leaves(first, size) }
  }

  /** Whether `batch` is one way to come to the root that its id names: another tallier may have cut the log elsewhere. */
  leadsThrough(batch: Batch): boolean {
    const span = this.#batches.get(batch._id)
    const { size, root } = batch.previous
    if (!span || size + batch.hashes.length !== span.size) return false
    const leaves = this.#leaves(size, span.size)
    return root === toBase64url(this.tree.root(size)) && leaves.every((leaf, at) => leaf === batch.hashes[at])
  }

  #leaves(first: number, end: number): string[] {
    return Array.from({ length: end - first }, (_, offset) => toBase64url(this.tree.leaf(first + offset)))
  }

  /** The batch that would append these ballots. */
  propose(ballots: readonly CheckedBallot[]): Batch {
    const hashes = sortLeaves(ballots.map((ballot) => ballot.leafHash))
    const root = resultingRoot(
      this.tree,
      hashes.map((hash) => fromBase64url(hash, 32)),
    )
    return { _id: batchId(root), previous: { size: this.size, root: this.root }, hashes }
  }

  /**
   * Appends a sealed batch.
   *
   * @param ballots those of the batch, in its order.
   * @throws {LogFault} when the batch does not follow or breaks a rule of the log; the log is then of no further use.
   */
  append(batch: Batch, ballots: readonly CheckedBallot[]): void {
    const first = this.size
    asFault(() => appendBatch(this.tree, batch))
    ballots.forEach(({ leafHash, body }, offset) => {
      if (leafHash !== batch.hashes[offset]) throw new LogFault('a batch names other ballots')
      asFault(() => this.#tally.add(body))
    })
    this.#batches.set(batch._id, { first, size: this.size })
    if (this.size !== first + ballots.length) throw new LogFault('a batch names other ballots')
  }
}

/** What was sealed is at fault, and not who reads it. */
function asFault(read: () => void): void {
  try {
    read()
  } catch (error) {
    if (error instanceof ProtocolError) throw new LogFault(`a sealed batch is none: ${error.message}`)
    throw error
  }
}
