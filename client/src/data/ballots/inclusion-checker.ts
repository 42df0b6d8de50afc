import { ProtocolError } from '#protocol/errors'
import { checkInclusionProof } from '#protocol/log/proof'
import type { InclusionProof } from '#protocol/log/proof'
import type { Environment } from '../environment.ts'
import type { Papers } from '../election/papers.ts'
import { headId } from '#protocol/log/head'
import type { DeliveryDocument } from '../store/documents.ts'
import type { LogGuard } from '../log/log-guard.ts'
import type { PhoneStore } from '../store/phone-store.ts'
import { exchangeJson, ProblemAnswer, Unreachable } from '../sync/http.ts'
import { delayAfter } from '../sync/pace.ts'
import { leafHashOfId } from './judge-push.ts'

const SILENCE_MS = 30_000
/** Phones that saw the same head ask for their proofs spread over this long. */
const SPREAD_MS = 700

export interface InclusionOptions {
  readonly store: PhoneStore
  readonly environment: Environment
  readonly papers: Papers
  readonly guard: Pick<LogGuard, 'admit'>
  readonly stop: AbortSignal
}

/** So often the same state is asked about: a gateway may be a moment behind the checkpoint that another one sent. */
const PATIENCE = 5

/**
 * Turns *received* into *counted*: asks for the proof that a ballot is in the log and checks it on the phone. It asks after
 * a new checkpoint or a new receipt, one round at a time for all ballots; when a round leaves a ballot open the next one
 * waits longer, and when the log stands still nobody is asked for long.
 */
export class InclusionChecker {
  readonly #options: InclusionOptions
  readonly #unsubscribe: () => void
  #running = false
  /** The state that needs no more rounds, and how many in a row left these ballots open. */
  #done = ''
  #misses = 0
  #openBallots = ''

  constructor(options: InclusionOptions) {
    this.#options = options
    this.#unsubscribe = options.store.subscribe(() => this.notice())
  }

  /** Starts a round if there is something new to ask about and none is under way. */
  notice(): void {
    if (this.#running || !this.#isDue()) return
    this.#running = true
    void this.#rounds()
      .catch(() => undefined)
      .finally(() => (this.#running = false))
  }

  /** Asks again about what it had given up on. */
  again(): void {
    this.#done = ''
    this.#misses = 0
    this.notice()
  }

  close(): void {
    this.#unsubscribe()
  }

  async #rounds(): Promise<void> {
    const { environment, stop } = this.#options
    while (this.#isDue()) {
      const first = this.#misses === 0
      const pause = first
        ? environment.random() * SPREAD_MS
        : delayAfter(this.#misses, undefined, environment.random())
      await environment.wait(pause, stop)
      if (!stop.aborted) await this.#round()
    }
  }

  async #round(): Promise<void> {
    const asked = this.#current()
    const answers = await Promise.all(this.#open().map((delivery) => this.#ask(delivery)))
    const open = this.#open()
      .map(({ ballot }) => ballot)
      .join(' ')
    this.#misses = open === this.#openBallots ? this.#misses + 1 : 1
    this.#openBallots = open
    if (open === '') this.#misses = 0
    if (open === '' || (this.#misses >= PATIENCE && !answers.includes('failed'))) this.#done = asked
  }

  #isDue(): boolean {
    const current = this.#current()
    return !this.#options.stop.aborted && current !== '' && current !== this.#done
  }

  async #ask(delivery: DeliveryDocument): Promise<'answered' | 'failed'> {
    const { store, papers, guard } = this.#options
    const leafHash = leafHashOfId(delivery.ballot)
    try {
      const proof = await this.#fetchProof(leafHash)
      if (proof === undefined) return 'answered'
      checkInclusionProof(proof, leafHash, papers.manifest)
      // Under a checkpoint of another log than everybody else is shown, a ballot counts for nothing.
      if (!(await guard.admit((proof as InclusionProof).checkpoint))) return 'answered'
      await store.put('deliveries', { ...delivery, stage: 'counted', proof: proof as InclusionProof })
      return 'answered'
    } catch (error) {
      if (error instanceof ProtocolError) return 'answered'
      if (error instanceof Unreachable || error instanceof ProblemAnswer) return 'failed'
      throw error
    }
  }

  async #fetchProof(leafHash: string): Promise<unknown> {
    const { environment, papers, stop } = this.#options
    const url = `${environment.origin}/api/elections/${papers.election}/ballots/${leafHash}`
    const answer = await exchangeJson(environment, url, { signal: stop, silenceMs: SILENCE_MS })
    return typeof answer === 'object' && answer !== null && 'proof' in answer ? answer.proof : undefined
  }

  #open(): readonly DeliveryDocument[] {
    const { store, papers } = this.#options
    return [...store.state.deliveries.values()].filter(
      ({ manifest, stage }) => manifest === papers.manifestHash && stage === 'received',
    )
  }

  /** What a round is about: the ballots without proof, and the checkpoint. Empty when there is nothing to ask. */
  #current(): string {
    const open = this.#open().map(({ ballot }) => ballot)
    const { store, papers } = this.#options
    const head = store.state.bulletins.get(headId(papers.election))?.note
    return open.length === 0 || head === undefined ? '' : [head, ...open].join(' ')
  }
}
