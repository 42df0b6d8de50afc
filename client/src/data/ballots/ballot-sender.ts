import type { Ballot } from '#protocol/formats/ballot'
import type { Environment } from '../environment.ts'
import type { Papers } from '../election/papers.ts'
import type { DeliveryDocument } from '../store/documents.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import type { Pace } from '../sync/pace.ts'
import { exchangeJson, ProblemAnswer } from '../sync/http.ts'
import type { PushVerdict } from './judge-push.ts'
import { judgePush } from './judge-push.ts'

const BATCH = 25
const SILENCE_MS = 30_000

/** Some ballots are still without an answer; they are sent again. */
export class Unsettled extends Error {
  override readonly name = 'Unsettled'
}

export interface SenderOptions {
  readonly store: PhoneStore
  readonly environment: Environment
  readonly papers: Papers
  readonly pace: Pace
  readonly stop: AbortSignal
  /** Told when ballots leave, and when their answer has come or not. */
  readonly onSending: (sending: boolean) => void
}

/**
 * Sends one election's ballots. RxDB decides when; what goes out is every ballot here that has no answer yet, not only
 * the batch that RxDB holds, because RxDB keeps a batch together: one ballot that the server cannot settle would hold up
 * all that were cast after it. Each answer is on the disk before anyone is told of it.
 */
export class BallotSender {
  readonly #options: SenderOptions
  #running: Promise<void> = Promise.resolve()

  constructor(options: SenderOptions) {
    this.#options = options
  }

  /** Resolves when every ballot stored so far is received or rejected. @throws {Unsettled | Unreachable | ProblemAnswer} */
  flush(): Promise<void> {
    const next = this.#running.catch(() => undefined).then(() => this.#sendPaced())
    this.#running = next
    next.catch(() => undefined)
    return next
  }

  /** Whatever went wrong, the disk included, is not tried again in a tight loop. */
  async #sendPaced(): Promise<void> {
    try {
      await this.#options.pace.turn()
      await this.#sendAll()
    } catch (error) {
      this.#options.pace.failed()
      throw error
    }
  }

  async #sendAll(): Promise<void> {
    const waiting = await this.#unanswered()
    let unsettled = 0
    for (let first = 0; first < waiting.length; first += BATCH)
      unsettled += await this.#send(waiting.slice(first, first + BATCH))
    if (unsettled > 0) throw new Unsettled(`${unsettled} ballots have no answer yet`)
  }

  async #unanswered(): Promise<readonly Ballot[]> {
    const { store, papers } = this.#options
    const deliveries = await store.read('deliveries')
    return [...(await store.read('ballots')).values()].filter(
      ({ _id, body }) => body.manifest === papers.manifestHash && !deliveries.has(_id),
    )
  }

  /** @returns how many are without an answer still. */
  async #send(ballots: readonly Ballot[]): Promise<number> {
    const { pace, papers } = this.#options
    const answer = await this.#post(ballots)
    const verdicts = judgePush(answer, ballots, papers.manifest)
    for (const [ballot, verdict] of verdicts) await this.#keep(ballot, verdict)
    const unsettled = [...verdicts.values()].filter(({ kind }) => kind === 'unsettled').length
    if (unsettled === 0) pace.succeeded()
    return unsettled
  }

  async #post(ballots: readonly Ballot[]): Promise<unknown> {
    const { environment, papers, pace, stop, onSending } = this.#options
    const url = `${environment.origin}/sync/${papers.election}/_bulk_docs`
    onSending(true)
    try {
      return await exchangeJson(environment, url, {
        body: { docs: ballots },
        signal: stop,
        silenceMs: SILENCE_MS,
      })
    } catch (error) {
      if (error instanceof ProblemAnswer) pace.failed(error.retryAfterSeconds)
      throw error
    } finally {
      onSending(false)
    }
  }

  async #keep(ballot: string, verdict: PushVerdict): Promise<void> {
    const delivery = deliveryOf(ballot, this.#options.papers.manifestHash, verdict)
    if (delivery) await this.#options.store.put('deliveries', delivery)
  }
}

function deliveryOf(ballot: string, manifest: string, verdict: PushVerdict): DeliveryDocument | undefined {
  switch (verdict.kind) {
    case 'received':
      return { ballot, manifest, stage: 'received', receipt: verdict.receipt }
    case 'rejected':
      return { ballot, manifest, stage: 'rejected', reason: verdict.code, detail: verdict.sentence }
    case 'unsettled':
      return undefined
  }
}
