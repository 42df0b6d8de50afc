import { advance } from './core/advance.ts'
import type { Outcome, TallierEffect, TallierEvent, TallierState } from './core/tallier-state.ts'
import { Effects } from './effects.ts'
import { followBallots } from './reading/feed.ts'
import { LogFault } from './log-fault.ts'
import type { TallierPorts } from './ports.ts'
import type { Reading } from './reading/prepare-reading.ts'
import { prepareReading } from './reading/prepare-reading.ts'
import { reasonOf, retry } from './retry.ts'
import { isOver, loadState } from './start.ts'

/**
 * Counts one election until it is closed, cancelled or, by `signal`, told to stop; a commit that is begun is finished.
 *
 * @throws {LogFault} when this election cannot be counted on without showing two logs.
 */
export async function runTallier(ports: TallierPorts, signal: AbortSignal): Promise<Outcome> {
  const context = { ...ports, election: ports.election.id }
  try {
    if (await retry(() => isOver(ports), 'reading the close', context, signal)) return 'closed'
    const reading = prepareReading(ports, signal)
    ports.shareLog(context.election, reading.log)
    const state = await retry(() => loadState(ports, reading), 'reading the log', context, signal)
    return await new Tallier(ports, state, reading, signal).run()
  } catch (error) {
    if (!signal.aborted || error instanceof LogFault) throw error
    ports.log.warn(
      { election: context.election, reason: reasonOf(error) },
      'the tallier stopped before it was done',
    )
    return 'stopped'
  } finally {
    ports.shareLog(context.election, undefined)
  }
}

/** The shell around {@link advance}: feeds it events, runs the effects, holds no rule of its own. */
class Tallier {
  readonly #ports: TallierPorts
  readonly #reading: Reading
  readonly #effects: Effects
  readonly #signal: AbortSignal
  /** Ends the feed and the timer once there is an outcome, whatever it is. */
  readonly #end = new AbortController()
  #state: TallierState
  #timer = new AbortController()
  #resolve: (outcome: Outcome) => void = () => undefined
  #reject: (error: unknown) => void = () => undefined

  constructor(ports: TallierPorts, state: TallierState, reading: Reading, signal: AbortSignal) {
    this.#ports = ports
    this.#state = state
    this.#reading = reading
    this.#signal = signal
    this.#effects = new Effects(ports, reading, signal)
  }

  async run(): Promise<Outcome> {
    const outcome = new Promise<Outcome>((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    const stop = (): void => this.#tell({ kind: 'stop' })
    this.#signal.addEventListener('abort', stop)
    const feed = this.#follow().catch(this.#reject)
    this.#tell({ kind: this.#signal.aborted ? 'stop' : 'tick' })
    try {
      return await outcome
    } finally {
      this.#signal.removeEventListener('abort', stop)
      this.#end.abort()
      this.#timer.abort()
      await feed
    }
  }

  #follow(): Promise<void> {
    const ports = {
      ...this.#ports,
      judge: this.#reading.judge,
      breathe: this.#reading.breathe,
      derived: { ...this.#reading, manifest: this.#ports.election.manifest.body },
      schedule: () => this.#state.schedule,
      published: () => this.#state.published.size,
      tell: (event: TallierEvent) => this.#tell(event),
    }
    return followBallots(this.#state.position, ports, AbortSignal.any([this.#signal, this.#end.signal]))
  }

  #tell(event: TallierEvent): void {
    if (this.#end.signal.aborted) return
    try {
      const { state, effects } = advance(this.#state, event, this.#ports.clock())
      this.#state = state
      for (const effect of effects) this.#start(effect)
    } catch (error) {
      this.#reject(error)
    }
  }

  #start(effect: TallierEffect): void {
    if (effect.kind === 'wait') return this.#startTimer(effect.milliseconds)
    if (effect.kind === 'finish') return this.#resolve(effect.outcome)
    this.#effects.perform(effect, this.#state).then(
      (event) => this.#tell(event),
      (error: unknown) => this.#reject(error),
    )
  }

  #startTimer(milliseconds: number): void {
    this.#timer.abort()
    const timer = new AbortController()
    this.#timer = timer
    void this.#ports.wait(milliseconds, timer.signal).then(() => {
      if (!timer.signal.aborted) this.#tell({ kind: 'tick' })
    })
  }
}
