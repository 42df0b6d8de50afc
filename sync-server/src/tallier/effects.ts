import type { TallierEffect, TallierEvent, TallierState } from './core/tallier-state.ts'
import { LogFault } from './log-fault.ts'
import type { TallierPorts } from './ports.ts'
import { Publisher } from './publisher.ts'
import type { Reading } from './reading/prepare-reading.ts'
import { backoff, isTransient, reasonOf, retry } from './retry.ts'
import type { Seal, StoredSeal } from './seal.ts'
import { readSeal, swapSeal } from './seal.ts'
import { extendToSeal } from './reading/sealed-log.ts'
import { sweepBallots } from './reading/sweep.ts'

export type PerformedEffect = Exclude<TallierEffect, { kind: 'wait' | 'finish' }>

/**
 * Runs the effects of one tallier against the databases. All but the swap are idempotent and repeated until they
 * succeed; voting goes on meanwhile, and no ballot is lost by waiting.
 */
export class Effects {
  readonly #ports: TallierPorts
  readonly #reading: Reading
  readonly #publisher: Publisher
  readonly #signal: AbortSignal

  constructor(ports: TallierPorts, reading: Reading, signal: AbortSignal) {
    const { database, election, keys } = ports
    const { manifest, manifestHash } = election
    this.#ports = ports
    this.#reading = reading
    this.#publisher = new Publisher({ database, manifest: manifest.body, manifestHash, keys })
    this.#signal = signal
  }

  /** @returns the event that tells how it went. @throws {LogFault} */
  async perform(effect: PerformedEffect, state: TallierState): Promise<TallierEvent> {
    switch (effect.kind) {
      case 'store-batch':
        await this.#retry('storing a batch', () => this.#publisher.storeBatch(effect.batch))
        return { kind: 'batch-stored' }
      case 'swap-seal':
        return this.#swap(effect.seal, effect.rev)
      case 'catch-up':
        await this.#pauseBefore(effect.attempt)
        return { kind: 'caught-up', seal: await this.#retry('reading the seal', () => this.#catchUp()) }
      case 'publish':
        return this.#publish(effect)
      case 'sweep':
        return { kind: 'swept', ...(await this.#retry('the sweep', () => this.#sweep(state))) }
      case 'close':
        await this.#retry('closing', () => this.#publisher.close(effect.close))
        this.#ports.log.info(
          { election: this.#ports.election.id, size: effect.close.size },
          'the election is closed',
        )
        return { kind: 'closed' }
    }
  }

  /** A swap is never repeated: only reading the seal again tells whether it counted. */
  async #swap(seal: Seal, rev: string | undefined): Promise<TallierEvent> {
    const { seals, election, log } = this.#ports
    try {
      const stored = await swapSeal(seals, election.id, seal, rev)
      if (stored) return { kind: 'sealed', seal: stored }
      log.warn({ election: election.id }, 'the seal was not swapped; it is read again')
    } catch (error) {
      if (!isTransient(error)) throw error
      log.warn(
        { election: election.id, reason: reasonOf(error) },
        'swapping the seal failed; it is read again',
      )
    }
    return { kind: 'seal-lost' }
  }

  /** A seal that can be read and not written must not be asked in a tight loop. */
  async #pauseBefore(attempt: number): Promise<void> {
    const { random, wait } = this.#ports
    if (attempt > 1) await wait(backoff(attempt - 1, random), this.#signal)
  }

  async #catchUp(): Promise<StoredSeal | undefined> {
    const { seals, election } = this.#ports
    const { log } = this.#reading
    const seal = await readSeal(seals, election.id)
    if (seal) await extendToSeal(log, seal, this.#reading.sealed)
    else if (log.size > 0) throw new LogFault('the seal is gone')
    return seal
  }

  async #publish({ tilesFrom, result }: Extract<TallierEffect, { kind: 'publish' }>): Promise<TallierEvent> {
    const { tree } = this.#reading.log
    await this.#retry('publishing', () => this.#publisher.publish(tree, tilesFrom, result))
    return { kind: 'published', size: result.size, amendments: result.amendments }
  }

  #sweep(state: TallierState): ReturnType<typeof sweepBallots> {
    const { database, election } = this.#ports
    const { log, judge, breathe } = this.#reading
    return sweepBallots(log, state.schedule, { database, manifest: election.manifest.body, judge, breathe })
  }

  #retry<T>(what: string, task: () => Promise<T>): Promise<T> {
    return retry(task, what, { ...this.#ports, election: this.#ports.election.id }, this.#signal)
  }
}
