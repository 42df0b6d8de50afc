import type { Logger } from 'pino'
import type { Amendment } from '#protocol/formats/amendment'
import { amendedSchedule, signAmendment } from '#protocol/formats/amendment'
import type { Ballot } from '#protocol/formats/ballot'
import { parseBallot } from '#protocol/formats/ballot'
import type { CloseDocument } from '#protocol/formats/close'
import { checkClose, closeId } from '#protocol/formats/close'
import type { Manifest } from '#protocol/formats/manifest'
import type { Result } from '#protocol/formats/result'
import { checkResult, resultId } from '#protocol/formats/result'
import type { Checkpoint } from '#protocol/log/checkpoint'
import { checkCheckpoint } from '#protocol/log/checkpoint'
import type { StoredDoc } from '../couch/couch.ts'
import { electionDatabase } from '../elections/elections.ts'
import type { Outcome } from '../tallier/core/tallier-state.ts'
import type { Surroundings, TallierPorts } from '../tallier/ports.ts'
import { runTallier } from '../tallier/tallier.ts'
import type { BallotChoice, ElectionFixture } from './election-fixture.ts'
import { makeBallot, makeElection, stateOf } from './election-fixture.ts'
import type { Interceptor } from './fake-database.ts'
import { direct, FakeDatabase, FakeStore } from './fake-database.ts'
import { settle, VirtualTime } from './virtual-time.ts'

export interface RunningTallier {
  readonly stop: AbortController
  readonly outcome: Promise<Outcome | Error>
  /** What the tallier ended with, once it has. */
  ended: Outcome | Error | undefined
}

/**
 * An election, its databases and a clock, with everything that any tallier in it ever signed: talliers come, are killed
 * and come again, the stores stay.
 */
export class TallyWorld {
  readonly election: ElectionFixture
  readonly time = new VirtualTime('2026-05-01T08:00:00Z')
  readonly store: FakeStore
  readonly seals = new FakeStore('seals')
  /** Of every head that a tallier tried to publish. */
  readonly signed: Checkpoint[] = []
  readonly #ballots = new Map<string, Ballot>()

  constructor(overrides: Partial<Manifest> = {}) {
    this.election = makeElection(overrides)
    this.store = new FakeStore(electionDatabase(this.manifest.election))
    this.store.write({ ...this.election.manifest })
  }

  get manifest(): Manifest {
    return this.election.manifest.body
  }

  /** A valid ballot becomes durable, as the gateway does it. */
  cast(choice: BallotChoice = {}): Ballot {
    return this.put(makeBallot(this.election, choice))
  }

  put(ballot: Ballot): Ballot {
    this.store.write({ ...ballot })
    this.#ballots.set(ballot._id, ballot)
    return ballot
  }

  amend(change: Partial<Amendment>): void {
    const { manifest } = this
    const stored = [1, 2, 3].flatMap((n) => this.store.winner(`amendment:${manifest.election}:${n}`) ?? [])
    const now = amendedSchedule(manifest, stored)
    const header = { v: 1, election: manifest.election, manifest: this.election.manifestHash } as const
    const { closes, acceptUntil } = now
    const at = this.time.clock().toISOString().replace('.000Z', 'Z')
    const plain = { n: now.amendments + 1, prev: now.chain, at, closes, acceptUntil, cancelled: false }
    this.store.write({ ...signAmendment({ ...header, ...plain, ...change }, this.election.keys.authority) })
  }

  start(intercept: Interceptor = direct, surroundings: Partial<Surroundings> = {}): RunningTallier {
    const stop = new AbortController()
    const outcome = runTallier(this.ports(intercept, surroundings), stop.signal).catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error)),
    )
    const running: RunningTallier = { stop, outcome, ended: undefined }
    void outcome.then((ended) => (running.ended = ended))
    return running
  }

  ports(intercept: Interceptor, surroundings: Partial<Surroundings> = {}): TallierPorts {
    const watched = this.#watch(intercept)
    return {
      election: stateOf(this.election),
      database: new FakeDatabase(this.store, watched),
      seals: new FakeDatabase(this.seals, watched),
      keys: this.election.keys,
      clock: this.time.clock,
      wait: this.time.wait,
      random: () => 0.5,
      wasChecked: () => false,
      shareLog: () => undefined,
      log: silent,
      longestWriteMs: 60_000,
      ...surroundings,
    }
  }

  async stop(tallier: RunningTallier): Promise<Outcome | Error> {
    tallier.stop.abort()
    await settle()
    return tallier.outcome
  }

  get result(): Result | undefined {
    const stored = this.store.winner(resultId(this.manifest.election))
    return stored && checkResult(stored, this.manifest).body
  }

  get head(): Checkpoint | undefined {
    const stored = this.store.winner(`head:${this.manifest.election}`)
    return stored && checkCheckpoint(stored.note, this.manifest)
  }

  get close(): CloseDocument | undefined {
    const stored = this.store.winner(closeId(this.manifest.election))
    return stored && checkClose(stored, this.manifest)
  }

  get seal(): StoredDoc | undefined {
    return this.seals.winner(`seal:${this.manifest.election}`)
  }

  /** Leaf hashes in log order, read from the seal back over the batches by nothing that the tallier uses. */
  sealedLog(): string[] {
    const hashes: string[] = []
    for (let id = this.seal?.size === 0 ? undefined : this.seal?.batch; typeof id === 'string';) {
      const batch = this.store.winner(id)
      const { previous, hashes: some } = batch as unknown as { previous: Checkpoint; hashes: string[] }
      hashes.unshift(...some)
      id = previous.size === 0 ? undefined : `batch:${String(previous.root)}`
    }
    return hashes
  }

  ballot(leafHash: string): Ballot {
    return this.#ballots.get(`ballot:${leafHash}`) ?? parseBallot(this.store.winner(`ballot:${leafHash}`))
  }

  #watch(intercept: Interceptor): Interceptor {
    return (call, run) => {
      for (const { note } of call.docs)
        if (note !== undefined) this.signed.push(checkCheckpoint(note, this.manifest))
      return intercept(call, run)
    }
  }
}

export const silent: Pick<Logger, 'info' | 'warn' | 'error'> = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
