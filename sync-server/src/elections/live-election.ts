import { equalBytes, fromBase64url } from '#protocol/bytes'
import type { AmendmentDocument, Schedule } from '#protocol/formats/amendment'
import { amendedSchedule, checkChain, closedSchedule, scheduleOf } from '#protocol/formats/amendment'
import type { CloseDocument } from '#protocol/formats/close'
import { refuse } from '#protocol/errors'
import type { IssuanceDocument } from '#protocol/formats/issuance'
import { followIssuance } from '#protocol/formats/issuance'
import type { ManifestDocument } from '#protocol/formats/manifest'
import { manifestHash } from '#protocol/formats/manifest'
import type { ResultDocument } from '#protocol/formats/result'
import { formatTime } from '#protocol/decode'
import type { Checkpoint } from '#protocol/log/checkpoint'
import type { HeadDocument } from '#protocol/log/head'
import { resultingRoot } from '#protocol/log/resulting-root'
import { MerkleTree } from '#protocol/log/tree'
import type { ElectionState, Phase } from './elections.ts'

/** A public document with the revision that the database gave it; phones' replication wants one. */
export type Revised<T> = T & { readonly _rev: string }

/** What a change of a live election was about. */
export type ElectionEvent = 'papers' | 'head' | 'result'

/**
 * One election's public documents, checked and in memory: this is what every phone is answered from. Nothing here goes
 * back: an older head or result, whoever wrote it into the database, is passed over.
 */
export class LiveElection implements ElectionState {
  readonly id: string
  readonly manifest: Revised<ManifestDocument>
  readonly manifestHash: string
  readonly log = new LogIndex()
  schedule: Schedule
  head: { readonly document: Revised<HeadDocument>; readonly checkpoint: Checkpoint } | undefined
  result: Revised<ResultDocument> | undefined
  close: Revised<CloseDocument> | undefined
  readonly #amendments = new Map<string, Revised<AmendmentDocument>>()
  readonly #issuance = new Map<string, Revised<IssuanceDocument>>()
  readonly #listeners = new Set<(event: ElectionEvent) => void>()

  constructor(manifest: Revised<ManifestDocument>) {
    this.id = manifest.body.election
    this.manifest = manifest
    this.manifestHash = manifestHash(manifest.body)
    this.schedule = scheduleOf(manifest.body)
  }

  get amendments(): readonly Revised<AmendmentDocument>[] {
    return [...this.#amendments.values()]
  }

  get issuance(): readonly Revised<IssuanceDocument>[] {
    return [...this.#issuance.values()]
  }

  phase(now: Date): Phase {
    const moment = formatTime(now)
    if (this.schedule.cancelled) return 'cancelled'
    if (this.close) return 'final'
    if (moment < this.schedule.opens) return 'draft'
    return moment < this.schedule.closes ? 'open' : 'closed'
  }

  /** @throws {ProtocolError} when the amendment does not follow, or follows the close; the schedule is then as before. */
  amend(amendment: Revised<AmendmentDocument>): void {
    if (this.close) refuse('late', 'the election was final when it was amended')
    const chain = new Map(this.#amendments).set(amendment._id, amendment)
    this.schedule = amendedSchedule(this.manifest.body, [...chain.values()].map(withoutRevision))
    this.#amendments.set(amendment._id, amendment)
    this.#tell('papers')
  }

  /** @throws {ProtocolError} bad-chain, when it does not follow what the registrar stated before. */
  setIssuance(issuance: Revised<IssuanceDocument>): void {
    const earlier = this.#issuance.get(issuance._id)
    if (earlier) followIssuance(earlier.body, issuance.body)
    this.#issuance.set(issuance._id, issuance)
    this.#tell('papers')
  }

  setHead(document: Revised<HeadDocument>, checkpoint: Checkpoint): void {
    if (this.head && this.head.checkpoint.size >= checkpoint.size) return
    this.head = { document, checkpoint }
    this.#tell('head')
  }

  /** @throws {ProtocolError} bad-chain, when it names amendments that this election has not. */
  setResult(result: Revised<ResultDocument>): void {
    checkChain(this.schedule, result.body)
    if (this.resultAge(this.result) >= this.resultAge(result)) return
    this.result = result
    this.#tell('result')
  }

  /**
   * Grows with each result that takes another's place: by the ballots that it counts and the amendments that it names,
   * because one that was ended early is counted once more at the same size. -1 for none.
   */
  resultAge(result: ResultDocument | undefined): number {
    return result ? result.body.size + this.schedule.history.indexOf(result.body.amendments) : -1
  }

  /**
   * The schedule ends with the close: amendments that it does not name are no longer part of it.
   *
   * @throws {ProtocolError} bad-chain, when it names amendments that this election has not.
   */
  setClose(close: Revised<CloseDocument>): void {
    if (this.close) return
    this.schedule = closedSchedule(this.manifest.body, this.amendments.map(withoutRevision), close.body)
    for (const { _id, body } of this.amendments)
      if (body.n > this.schedule.amendments) this.#amendments.delete(_id)
    this.close = close
    this.#tell('papers')
  }

  /** Calls `listener` after each change; returns the way to stop. */
  subscribe(listener: (event: ElectionEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #tell(event: ElectionEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }
}

/** Where each published leaf is in the log; grows with each head. */
export class LogIndex {
  readonly tree = new MerkleTree()
  readonly #indexes = new Map<string, number>()
  /** The size of the log after each batch. */
  readonly #ends: number[] = []

  /** @param leafHash base64url. */
  indexOf(leafHash: string): number | undefined {
    return this.#indexes.get(leafHash)
  }

  /** The size of the log after each of its batches, but for the first `skipped`. */
  batchEnds(skipped = 0): Iterable<number> {
    return skipped === 0 ? this.#ends.values() : this.#ends.slice(skipped)
  }

  /** How many batches a log of this size has. */
  batchesWithin(size: number): number {
    let [low, high] = [0, this.#ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#ends[middle] ?? Infinity) <= size) low = middle + 1
      else high = middle
    }
    return low
  }

  endsBatch(size: number): boolean {
    return this.#ends[this.batchesWithin(size) - 1] === size
  }

  /**
   * Appends what follows the present end, up to a signed checkpoint. Somebody may have altered the batches that the leaves
   * were read from, so the root is compared before anything changes.
   *
   * @param batches the leaf hashes of each, base64url.
   * @throws {ProtocolError} bad-chain, when they do not lead to `checkpoint`; the index is then as before.
   */
  extend(batches: readonly (readonly string[])[], { size, root }: Checkpoint): void {
    const first = this.tree.size
    const leafHashes = batches.flat()
    const leaves = leafHashes.map((leafHash) => fromBase64url(leafHash, 32))
    if (first + leaves.length !== size || !equalBytes(resultingRoot(this.tree, leaves), root))
      refuse('bad-chain', 'the batches do not lead to the checkpoint')
    for (const leaf of leaves) this.tree.append(leaf)
    leafHashes.forEach((leafHash, offset) => this.#indexes.set(leafHash, first + offset))
    for (const { length } of batches) if (length > 0) this.#ends.push((this.#ends.at(-1) ?? 0) + length)
  }
}

function withoutRevision<T extends object>(document: Revised<T>): Omit<T, '_rev'> {
  const { _rev, ...content } = document
  return content
}
