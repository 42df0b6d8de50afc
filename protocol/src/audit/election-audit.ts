import { toBase64url } from '../bytes.ts'
import type { Evidence } from '../formats/evidence.ts'
import type { Manifest } from '../formats/manifest.ts'
import { checkManifest, manifestHash } from '../formats/manifest.ts'
import type { ResultDocument } from '../formats/result.ts'
import { appendBatch } from '../log/batch.ts'
import type { Count } from '../tally/tally.ts'
import { Tally } from '../tally/tally.ts'
import { AuditedLog } from './audited-log.ts'
import { compareClaims } from './compare.ts'
import { EligibilityCount } from './eligibility.ts'
import type { AuditCode, Fault } from './fault.ts'
import type { JudgedBallot, Judgement } from './judge-ballot.ts'
import { documentId } from './judge-ballot.ts'
import { KeptEvidence } from './kept-evidence.ts'
import { faultOf, Papers } from './papers.ts'

/** More than that says nothing new; they are still numbered. */
const MOST_FAULTS = 100

/** What was looked at and how much of it, the manifest apart; checkpoints and receipts that somebody kept among them. */
type Checked = 'amendments' | 'issuances' | 'checkpoints' | 'tiles' | 'receipts' | 'batches' | 'ballots'

export interface AuditReport {
  readonly election: string
  readonly manifestHash: string
  /** Of the log that was rebuilt; the root in base64url. */
  readonly log: { readonly size: number; readonly root: string }
  readonly checked: Readonly<Record<Checked, number>>
  /** Our own count of the whole log. */
  readonly count: Count
  /** Our own count of as many ballots as the published result counts; undefined where the log has not as many. */
  readonly countAsPublished: Count | undefined
  readonly published: ResultDocument | undefined
  /** The office has closed the election, so that its result is the last word. */
  readonly isClosed: boolean
  /** In the order in which they were found, at most a hundred. None: everything that is claimed is true. */
  readonly faults: readonly Fault[]
  readonly faultCount: number
}

/**
 * Recounts an election from its documents, as SPEC §14 says: papers first, then each batch and after it the ballots that it
 * names, in its order. About 52 bytes of a ballot are kept, and each distinct choice once. The signatures of the ballots are checked by the caller
 * ({@link judgeBallot}), on as many processors as there are.
 */
export class ElectionAudit {
  readonly manifest: Manifest
  readonly manifestHash: string
  readonly #papers: Papers
  readonly #log = new AuditedLog()
  readonly #evidence = new KeptEvidence()
  readonly #tally: Tally
  readonly #eligibility = new EligibilityCount()
  readonly #faults: Fault[] = []
  #faultCount = 0
  #batches = 0
  #ballots = 0
  /** Ids of the ballots that the last batch names and that have not come yet, the next one last. */
  #awaited: string[] = []
  #refused: ReadonlySet<string> = new Set()
  #recount: Count | undefined
  #isBroken = false

  /**
   * @param expectedHash that of a join link or a printed code; without it, the election is taken on the word of whoever
   *   gave the documents, and the caller must say so.
   * @throws {ProtocolError} as {@link checkManifest}
   */
  constructor(manifest: unknown, expectedHash: string | undefined) {
    this.manifest = checkManifest(manifest, expectedHash).body
    this.manifestHash = manifestHash(this.manifest)
    this.#papers = new Papers(this.manifest)
    this.#tally = new Tally(this.manifest)
  }

  /** Ballots that the log has, by the largest checkpoint that was given so far. */
  get claimedSize(): number {
    return Math.max(0, ...this.#papers.checkpoints.map(({ size }) => size))
  }

  /**
   * What somebody kept, which the log is held to. It comes before the log.
   *
   * @param name of a file, which a fault names. @param now decides which promises are due.
   */
  addEvidence(name: string, evidence: Evidence, now: Date): void {
    if (this.#batches > 0) throw new RangeError('evidence comes before the log')
    this.#evidence.add(name, evidence, now)
  }

  /** An amendment, an issuance, a checkpoint, a tile, the result or the close. They come before the log. */
  addPaper(document: unknown): void {
    if (this.#batches > 0) return this.#fault(documentId(document), 'malformed', 'it comes after the log')
    const fault = this.#papers.add(document)
    if (fault) this.#report(fault)
  }

  addBatch(document: unknown): void {
    if (this.#isBroken) return
    this.#beginBatch()
    try {
      const { hashes } = appendBatch(this.#log, document)
      this.#evidence.found(hashes)
      this.#awaited = hashes.map((hash) => `ballot:${hash}`).reverse()
      this.#batches++
    } catch (error) {
      this.#report(faultOf(documentId(document), error))
      // No later batch can follow it, and each would be a fault that says the same.
      this.#isBroken = true
    }
  }

  /** The ballots that the batch before them names, in its order. */
  addBallot(judgement: Judgement): void {
    if (this.#isBroken) return
    this.#ballots++
    const expected = this.#awaited.pop()
    if (judgement.kind === 'refused') this.#report(judgement.fault)
    else if (judgement.id === expected) this.#count(judgement)
    else this.#fault(judgement.id, 'bad-chain', `the log has ${expected ?? 'no ballot'} in this place`)
    this.#noteCount()
  }

  /** What the caller has seen where the documents were kept, and no document shows by itself. */
  addFault(fault: Fault): void {
    this.#report(fault)
  }

  /** Says, before the log comes, that {@link rootAt} will be asked for this size. */
  expectRoot(size: number): void {
    this.#log.expect(size)
  }

  /** The root that the log had at an expected size, base64url; undefined where it has not come as far. */
  rootAt(size: number): string | undefined {
    const root = this.#log.rootOf(size)
    return root && toBase64url(root)
  }

  /** Ends the recount: compares what was found with what was published. */
  finish(): AuditReport {
    this.#beginBatch()
    const schedule = this.#papers.schedule()
    if ('code' in schedule) this.#report(schedule)
    if (!this.#isBroken) this.#compare('code' in schedule ? undefined : schedule)
    const { close, result } = this.#papers
    return {
      election: this.manifest.election,
      manifestHash: this.manifestHash,
      log: { size: this.#log.size, root: toBase64url(this.#log.root()) },
      checked: this.#checked(),
      count: this.#tally.count(),
      countAsPublished: this.#recount,
      published: result,
      isClosed: close !== undefined,
      faults: this.#faults,
      faultCount: this.#faultCount,
    }
  }

  #beginBatch(): void {
    for (const id of this.#awaited.splice(0))
      this.#fault(id, 'missing', 'the log has it, and it is not there')
    this.#noteCount()
    if (this.#batches === 0) this.#beginLog()
  }

  /** All papers are there: what is asked of the log at its end has to be known now. */
  #beginLog(): void {
    const { checkpoints, close, result } = this.#papers
    this.#refused = new Set(close?.body.refused.map(({ leafHash }) => `ballot:${leafHash}`))
    const named = [...checkpoints, close?.body, result?.body].flatMap((state) => state?.size ?? [])
    for (const size of [...named, ...this.#evidence.sizes]) this.#log.expect(size)
  }

  #checked(): AuditReport['checked'] {
    const { amendments, issuances, checkpoints, tiles } = this.#papers
    return {
      amendments,
      issuances: issuances.size,
      checkpoints: checkpoints.length + this.#evidence.sizes.length,
      tiles: tiles.length,
      receipts: this.#evidence.receipts,
      batches: this.#batches,
      ballots: this.#ballots,
    }
  }

  #count({ id, body }: JudgedBallot): void {
    if (this.#refused.has(id)) this.#fault(id, 'bad-chain', 'the close refuses it, and the log has it')
    try {
      this.#eligibility.add(body.credential, this.#tally.add(body))
    } catch (error) {
      this.#report(faultOf(id, error))
    }
  }

  /** A result may be of the beginning of a log that has grown since. */
  #noteCount(): void {
    const size = this.#papers.result?.body.size
    if (size === this.#log.size - this.#awaited.length) this.#recount ??= this.#tally.count()
  }

  #compare(schedule: Parameters<typeof compareClaims>[0]['schedule']): void {
    const claims = { manifest: this.manifest, papers: this.#papers, schedule }
    for (const fault of [
      ...compareClaims(claims, { log: this.#log, recount: this.#recount }),
      ...this.#evidence.faults(this.#log, this.#papers.close !== undefined),
      ...this.#eligibility.faults(this.manifest, this.#papers.issuances),
    ])
      this.#report(fault)
  }

  #fault(document: string, code: AuditCode, detail: string): void {
    this.#report({ document, code, detail })
  }

  #report(fault: Fault): void {
    this.#faultCount++
    if (this.#faults.length < MOST_FAULTS) this.#faults.push(fault)
  }
}
