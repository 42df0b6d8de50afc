import { equalBytes } from '#protocol/bytes'
import { ProtocolError } from '#protocol/errors'
import type { Finding } from '#protocol/formats/evidence'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { checkCheckpoint } from '#protocol/log/checkpoint'
import { headId } from '#protocol/log/head'
import { checkConsistencyProof } from '#protocol/log/proof'
import type { Papers } from '../election/papers.ts'
import type { Environment } from '../environment.ts'
import type { FindingDocument } from '../store/documents.ts'
import { findingId } from '../store/documents.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import { exchangeJson, ProblemAnswer, Unreachable } from '../sync/http.ts'

const SILENCE_MS = 30_000
/** A gateway may be behind another one, but not for this long. */
const BEHIND_MS = 10 * 60_000
/** So often a server that is behind is asked again; when nobody asked for five times as long, its time begins anew. */
const LOOK_AGAIN_MS = 60_000

export interface LogGuardOptions {
  readonly store: PhoneStore
  readonly environment: Environment
  readonly papers: Papers
  readonly stop: AbortSignal
}

interface Signed {
  readonly note: string
  readonly checkpoint: Checkpoint
}

/**
 * Holds one election's log to what this phone has seen of it. Of every checkpoint that somebody shows, as the newest one or
 * under a proof, the phone wants to be shown that the one log begins with the other. What cannot be is kept as a finding,
 * with both checkpoints: each is signed by the log's key, so they speak for themselves.
 */
export class LogGuard {
  readonly #options: LogGuardOptions
  #turn: Promise<unknown> = Promise.resolve()
  #isLooking = false
  /** When the server was first and last seen to know less of the log than this phone, in milliseconds since 1970. */
  #behind: { readonly since: number; readonly last: number } | undefined

  constructor(options: LogGuardOptions) {
    this.#options = options
  }

  /**
   * Takes a checkpoint, one at a time, and keeps it if it is the latest.
   *
   * @param proof that the log grew from this phone's checkpoint to this one; asked for where it is left out.
   * @returns whether the checkpoint is one of the log that this phone knows.
   * @throws {Unreachable | ProblemAnswer} no proof can be had now.
   */
  admit(note: unknown, proof?: unknown): Promise<boolean> {
    const admitted = this.#turn.then(() => this.#admit(note, proof))
    this.#turn = admitted.catch(() => undefined)
    return admitted
  }

  /**
   * Asks whether the server still has the log that this phone knows. One that was taken back would say nothing by itself:
   * it waits for its log to become longer than what this phone has.
   *
   * @throws {Unreachable | ProblemAnswer}
   */
  async confirm(): Promise<void> {
    const known = this.#known()
    if (!known || this.#isFinal()) return
    const { size } = known.checkpoint
    const isThere = await this.#ask(size, size).then(
      () => true,
      (error: unknown) =>
        isRefusal(error) ? false : Promise.reject(error instanceof Error ? error : new Error()),
    )
    if (isThere) return this.#noteCaughtUp()
    await this.#noteBehind(known, undefined)
    this.#lookAgain()
  }

  async #admit(note: unknown, given: unknown): Promise<boolean> {
    const { papers, store } = this.#options
    if (typeof note !== 'string' || this.#isFinal()) return false
    const offered = { note, checkpoint: checkCheckpoint(note, papers.manifest) }
    const known = this.#known()
    if (known && !(await this.#isOneLog(known, offered, given))) return false
    await this.#noteCaughtUp()
    if (!known || offered.checkpoint.size > known.checkpoint.size)
      await store.put('bulletins', { _id: headId(papers.election), note })
    return true
  }

  async #isOneLog(known: Signed, offered: Signed, given: unknown): Promise<boolean> {
    const [had, has] = [known.checkpoint, offered.checkpoint]
    if (had.size === has.size) {
      if (equalBytes(had.root, has.root)) return true
      return this.#find({ kind: 'forked', earlier: known.note, later: offered.note })
    }
    const [earlier, later] = had.size < has.size ? [had, has] : [has, had]
    let proof: unknown
    try {
      proof = isProofOf(given, earlier, later) ? given : await this.#ask(earlier.size, later.size)
      checkConsistencyProof(proof, earlier, later)
      return true
    } catch (error) {
      if (error instanceof ProtocolError && error.code === 'bad-proof')
        return this.#find({ kind: 'rewritten', earlier: known.note, later: offered.note })
      // Something in between may answer in JSON too: that is no proof of anything.
      if (error instanceof ProtocolError) throw new Unreachable('not a proof')
      if (!isRefusal(error) || later === has) throw error
      return this.#noteBehind(known, offered.note)
    }
  }

  /** The server has less of the log than this phone: it may be catching up. */
  async #noteBehind(known: Signed, offered: string | undefined): Promise<false> {
    const now = this.#options.environment.clock().getTime()
    const isWatched = this.#behind !== undefined && now - this.#behind.last < 5 * LOOK_AGAIN_MS
    const since = isWatched && this.#behind ? this.#behind.since : now
    this.#behind = { since, last: now }
    if (now - since < BEHIND_MS) return false
    return this.#find({
      kind: 'shrunk',
      earlier: known.note,
      ...(offered !== undefined && { later: offered }),
    })
  }

  /** What was lost may come back, from a backup or with a server that was long away: then the record is whole again. */
  async #noteCaughtUp(): Promise<void> {
    this.#behind = undefined
    const { store, papers } = this.#options
    if (this.#finding()?.kind === 'shrunk') await store.remove('bulletins', [findingId(papers.manifestHash)])
  }

  /** One server that is behind for a moment today and tomorrow has not lost anything: only watching it tells. */
  #lookAgain(): void {
    const { environment, stop } = this.#options
    if (this.#isLooking) return
    this.#isLooking = true
    void environment.wait(LOOK_AGAIN_MS, stop).then(async () => {
      this.#isLooking = false
      if (!stop.aborted) await this.confirm().catch(() => undefined)
    })
  }

  async #find(finding: Omit<Finding, 'election'>): Promise<false> {
    // Another answer may have come while this one was waited for.
    if (this.#isFinal()) return false
    const { store, papers } = this.#options
    const document: FindingDocument = {
      _id: findingId(papers.manifestHash),
      body: { election: papers.election, ...finding },
    }
    await store.put('bulletins', document)
    return false
  }

  /** Two signed checkpoints that contradict each other do so for ever. */
  #isFinal(): boolean {
    const finding = this.#finding()
    return finding !== undefined && finding.kind !== 'shrunk'
  }

  #finding(): Finding | undefined {
    const { store, papers } = this.#options
    const document = store.state.bulletins.get(findingId(papers.manifestHash)) as FindingDocument | undefined
    return document?.body
  }

  #known(): Signed | undefined {
    const { store, papers } = this.#options
    const note = store.state.bulletins.get(headId(papers.election))?.note
    return note === undefined ? undefined : { note, checkpoint: checkCheckpoint(note, papers.manifest) }
  }

  #ask(from: number, to: number): Promise<unknown> {
    const { environment, papers, stop } = this.#options
    const url = `${environment.origin}/api/elections/${papers.election}/consistency?from=${from}&to=${to}`
    return exchangeJson(environment, url, { signal: stop, silenceMs: SILENCE_MS })
  }
}

/** A server that answers, and does not know the log as far as that. */
function isRefusal(error: unknown): boolean {
  return error instanceof ProblemAnswer && error.status === 400
}

/** A proof from elsewhere may be about other sizes; then ours is asked for. */
function isProofOf(value: unknown, earlier: Checkpoint, later: Checkpoint): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'from' in value &&
    'to' in value &&
    value.from === earlier.size &&
    value.to === later.size
  )
}
