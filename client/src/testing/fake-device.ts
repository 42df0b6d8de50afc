import type { Votes } from '#protocol/formats/ballot'
import type {
  BallotOnDevice,
  Device,
  DeviceErrorCode,
  ElectionOnDevice,
  ResultOnDevice,
  SyncState,
} from '../device.ts'
import { DeviceError } from '../device.ts'
import { WatchedValue } from './watched-value.ts'

const PASSPHRASE = 'correct horse battery'

/** A phone in memory. Tests and screenshots put it in any state; nothing in it signs, stores or sends. */
export class FakeDevice implements Device {
  readonly lost = new WatchedValue<readonly string[]>([])
  readonly elections = new WatchedValue<readonly ElectionOnDevice[]>([])
  readonly sync = new WatchedValue<SyncState>({ online: true, waiting: 0, sending: false, problem: 'none' })
  /** Elections that `preview` finds, besides those on the phone. */
  readonly offered = new Map<string, ElectionOnDevice>()
  readonly castBallots: { election: string; votes: Votes }[] = []
  /** The next call that may fail does so with this code. */
  fail: DeviceErrorCode | undefined
  readonly #ballots = new Map<string, WatchedValue<readonly BallotOnDevice[]>>()
  readonly #results = new Map<string, WatchedValue<ResultOnDevice | undefined>>()
  readonly #votes = new Map<string, Votes>()

  ballots(election: string): WatchedValue<readonly BallotOnDevice[]> {
    return at(this.#ballots, election, () => new WatchedValue<readonly BallotOnDevice[]>([]))
  }

  results(election: string): WatchedValue<ResultOnDevice | undefined> {
    return at(this.#results, election, () => new WatchedValue<ResultOnDevice | undefined>(undefined))
  }

  async preview(election: string): Promise<ElectionOnDevice> {
    await this.#network()
    const known = this.#find(election) ?? this.offered.get(election)
    if (!known) throw new DeviceError('unknown-election', election)
    this.put(known)
    return known
  }

  async join(election: string): Promise<ElectionOnDevice> {
    this.#change(election, { joined: 'pending' })
    await this.#network()
    return this.#change(election, { joined: 'joined', group: 'all' })
  }

  resumeJoins(): Promise<void> {
    return Promise.resolve()
  }

  async cast(election: string, votes: Votes): Promise<BallotOnDevice> {
    await this.#network()
    const earlier = this.ballots(election).value
    const ballot = fakeBallot(election, {
      id: `ballot:${election}-${earlier.length}`,
      sequence: earlier.length,
    })
    this.#votes.set(ballot.id, votes)
    this.castBallots.push({ election, votes })
    this.ballots(election).set([ballot, ...earlier.map((item) => ({ ...item, replaced: true }))])
    return ballot
  }

  revealVotes(ballotId: string): Promise<Votes | undefined> {
    return Promise.resolve(this.#votes.get(ballotId))
  }

  async recoveryFile(election: string, passphrase: string): Promise<string> {
    await this.#network()
    this.#change(election, { recoverySaved: true })
    return JSON.stringify({ urna: 'recovery', election, length: passphrase.length })
  }

  async restore(file: string, passphrase: string): Promise<ElectionOnDevice> {
    await this.#network()
    if (!file.startsWith('{')) throw new DeviceError('bad-recovery-file', 'not a file of Urna')
    if (passphrase !== PASSPHRASE) throw new DeviceError('wrong-passphrase', 'cannot decrypt')
    const [first] = this.elections.value
    if (!first) throw new DeviceError('bad-recovery-file', 'of no election here')
    return first
  }

  evidence(election: string): Promise<string> {
    return Promise.resolve(JSON.stringify({ urna: 'evidence', election }))
  }

  proof(ballotId: string): Promise<string | undefined> {
    return Promise.resolve(`c2sp.org/tlog-proof@v1\n${ballotId}\n`)
  }

  async sendNow(): Promise<void> {
    await this.#network()
    this.sync.set({ ...this.sync.value, waiting: 0 })
  }

  persistStorage(): Promise<boolean> {
    return Promise.resolve(true)
  }

  put(election: ElectionOnDevice): void {
    const others = this.elections.value.filter(({ id }) => id !== election.id)
    this.elections.set([...others, election])
  }

  rememberVotes(ballotId: string, votes: Votes): void {
    this.#votes.set(ballotId, votes)
  }

  async #network(): Promise<void> {
    await Promise.resolve()
    const { fail } = this
    this.fail = undefined
    if (fail) throw new DeviceError(fail, 'as the test asked')
  }

  #find(election: string): ElectionOnDevice | undefined {
    return this.elections.value.find(({ id }) => id === election)
  }

  #change(election: string, change: Partial<ElectionOnDevice>): ElectionOnDevice {
    const found = this.#find(election)
    if (!found) throw new DeviceError('unknown-election', election)
    const changed = { ...found, ...change }
    this.elections.set(this.elections.value.map((item) => (item.id === election ? changed : item)))
    return changed
  }
}

export function fakeBallot(election: string, rest: Partial<BallotOnDevice> = {}): BallotOnDevice {
  return {
    id: `ballot:${election}`,
    election,
    sequence: 0,
    stage: 'saved',
    reason: undefined,
    replaced: false,
    appendBy: undefined,
    overdue: false,
    ...rest,
  }
}

function at<T>(map: Map<string, T>, key: string, create: () => T): T {
  const found = map.get(key) ?? create()
  map.set(key, found)
  return found
}
