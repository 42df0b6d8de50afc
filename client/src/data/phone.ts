import type { Votes } from '#protocol/formats/ballot'
import { encodeTlogProof } from '#protocol/log/tlog-proof'
import type {
  BallotOnDevice,
  Device,
  ElectionOnDevice,
  ResultOnDevice,
  SyncState,
  Watched,
} from '../device.ts'
import { DeviceError } from '../device.ts'
import { castBallot } from './ballots/cast.ts'
import type { JoinOptions } from './credential/join.ts'
import { joinElection, resumeJoin } from './credential/join.ts'
import { exportRight, importRight } from './credential/recover.ts'
import { openRecovery, sealRecovery } from './credential/recovery-file.ts'
import { BoundaryTimer } from './election/boundary-timer.ts'
import type { DeviceClock } from './election/device-clock.ts'
import type { Papers } from './election/papers.ts'
import { readPapers } from './election/papers.ts'
import { previewElection } from './election/preview.ts'
import type { Source } from './election/view.ts'
import { View } from './election/view.ts'
import {
  countWaiting,
  viewBallot,
  viewBallots,
  viewElection,
  viewElections,
  viewResult,
} from './election/views.ts'
import type { Keepsake } from './store/keepsake.ts'
import { gatherEvidence } from './log/evidence.ts'
import { SyncCrew } from './sync/sync-crew.ts'

export interface PhoneParts extends JoinOptions {
  readonly clock: DeviceClock
  readonly keepsake: Keepsake
}

/** This phone: the port of the screens over the store, the vault and the exchange with the server. */
export class Phone implements Device {
  readonly elections: Watched<readonly ElectionOnDevice[]>
  readonly lost: Watched<readonly string[]>
  readonly sync: Watched<SyncState>
  readonly #parts: PhoneParts
  readonly #crew: SyncCrew
  readonly #boundaries: BoundaryTimer
  readonly #stored: Source
  readonly #ballots = new Map<string, View<readonly BallotOnDevice[]>>()
  readonly #results = new Map<string, View<ResultOnDevice | undefined>>()

  constructor(parts: PhoneParts) {
    const { store, clock, keepsake } = parts
    this.#parts = parts
    this.#crew = new SyncCrew(parts)
    this.#boundaries = new BoundaryTimer(store, clock, parts.environment)
    this.#stored = (listener) => store.subscribe(listener)
    this.elections = new View([this.#stored, this.#times], () => viewElections(store.state, clock.now()))
    keepsake.remember(store.state)
    store.subscribe(() => keepsake.remember(store.state))
    this.lost = new View([this.#stored], () => keepsake.lost(store.state))
    this.sync = new View([this.#stored, this.#status], () =>
      this.#crew.status.state(countWaiting(store.state)),
    )
  }

  ballots(election: string): Watched<readonly BallotOnDevice[]> {
    const { store, clock } = this.#parts
    return once(
      this.#ballots,
      election,
      () => new View([this.#stored, this.#times], () => viewBallots(store.state, election, clock.now())),
    )
  }

  results(election: string): Watched<ResultOnDevice | undefined> {
    const { store } = this.#parts
    this.#crew.watch(election)
    const compute = (): ResultOnDevice | undefined =>
      viewResult(store.state, election, this.#crew.status.live)
    return once(this.#results, election, () => new View([this.#stored, this.#status], compute))
  }

  async preview(election: string, manifestHash: string | undefined): Promise<ElectionOnDevice> {
    return this.#view(await previewElection(election, manifestHash, this.#parts))
  }

  async join(election: string, code: string): Promise<ElectionOnDevice> {
    const papers = await this.#papers(election)
    await joinElection(papers, code, this.#parts)
    return this.#view(papers)
  }

  async resumeJoins(): Promise<void> {
    const pending = [...this.#parts.store.state.credentials.values()].filter(
      ({ state }) => state === 'pending',
    )
    for (const { election, manifest } of pending) {
      const papers = readPapers(this.#parts.store.state.bulletins, election)
      // Whoever cannot be reached now is asked again at the next start, or when the voter joins again.
      if (papers?.manifestHash === manifest) await resumeJoin(papers, this.#parts).catch(passOverRefusal)
    }
  }

  async cast(election: string, votes: Votes): Promise<BallotOnDevice> {
    const { store, vault, clock } = this.#parts
    const now = (): Date => clock.now()
    const ballot = await castBallot(await this.#papers(election), votes, { store, vault, now })
    this.#crew.sendNow()
    return viewBallot(ballot, undefined, now())
  }

  async revealVotes(ballotId: string): Promise<Votes | undefined> {
    return (await this.#parts.store.read('ballots')).get(ballotId)?.body.votes
  }

  async recoveryFile(election: string, passphrase: string): Promise<string> {
    const papers = await this.#papers(election)
    const file = await sealRecovery(await exportRight(papers, this.#parts), passphrase)
    const credential = (await this.#parts.store.read('credentials')).get(papers.manifestHash)
    if (credential) await this.#parts.store.put('credentials', { ...credential, recoverySaved: true })
    return file
  }

  async restore(file: string, passphrase: string): Promise<ElectionOnDevice> {
    const right = await openRecovery(file, passphrase)
    const papers = await previewElection(right.election, right.manifest, this.#parts)
    const { store, vault, clock } = this.#parts
    await importRight(right, papers, { store, vault, now: () => clock.now() })
    return this.#view(papers)
  }

  evidence(election: string): Promise<string> {
    const { store, clock } = this.#parts
    return Promise.resolve(JSON.stringify(gatherEvidence(store.state, election, clock.now()), undefined, 2))
  }

  async proof(ballotId: string): Promise<string | undefined> {
    const delivery = (await this.#parts.store.read('deliveries')).get(ballotId)
    return delivery?.proof && encodeTlogProof(delivery.proof, ballotId.slice('ballot:'.length))
  }

  sendNow(): Promise<void> {
    this.#crew.sendNow()
    return Promise.resolve()
  }

  async persistStorage(): Promise<boolean> {
    return navigator.storage.persist()
  }

  /** Ends everything that runs; for tests, a page just goes away. */
  async close(): Promise<void> {
    this.#boundaries.close()
    await this.#crew.close()
    await this.#parts.store.close()
  }

  /** Moments at which something shows differently, and corrections of the clock. */
  readonly #times: Source = (listener) => {
    const stops = [this.#boundaries.subscribe(listener), this.#parts.clock.subscribe(listener)]
    return () => stops.forEach((stop) => stop())
  }

  readonly #status: Source = (listener) => this.#crew.status.subscribe(listener)

  async #papers(election: string): Promise<Papers> {
    const { store } = this.#parts
    return readPapers(store.state.bulletins, election) ?? previewElection(election, undefined, this.#parts)
  }

  #view(papers: Papers): ElectionOnDevice {
    const { store, clock } = this.#parts
    return viewElection(papers, store.state, clock.now())
  }
}

function passOverRefusal(error: unknown): void {
  if (!(error instanceof DeviceError)) throw error
}

function once<T>(map: Map<string, T>, key: string, create: () => T): T {
  const value = map.get(key) ?? create()
  map.set(key, value)
  return value
}
