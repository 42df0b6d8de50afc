import type { BallotBody } from '#protocol/formats/ballot'
import type { Couch } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import type { Pacing } from '../couch/pacing.ts'
import { electionDatabase } from '../elections/elections.ts'
import type { LiveElection } from '../elections/live-election.ts'
import type { PublishedElections } from '../elections/published-elections.ts'
import type { ElectionKeys, Keystore } from '../keys/keystore.ts'
import type { Acceptance } from './ballot-box.ts'
import { BallotBox } from './ballot-box.ts'
import { ChangeSignal } from './change-signal.ts'
import type { CheckedBallots } from './checked-ballots.ts'
import { LoggedSlots } from './logged-slots.ts'
import { ElectionMirror } from './mirror/election-mirror.ts'
import { TakenSlots } from './taken-slots.ts'

/** One election as a gateway serves it. */
export interface GatewayElection {
  readonly live: LiveElection
  readonly box: BallotBox
  /** What strangers are shown of it. */
  readonly mirror: ElectionMirror
  readonly changed: ChangeSignal
  /** Undefined where a tallier in this process knows the log's slots. */
  readonly logged: LoggedSlots | undefined
}

export interface GatewayPorts {
  readonly elections: PublishedElections
  readonly couch: Couch
  readonly keystore: Keystore
  readonly checked: CheckedBallots
  readonly clock: () => Date
  /** Between attempts to read the keys of an election. */
  readonly pacing: Pacing
  /**
   * Which leaf hash the log has for a key and sequence, from the tallier in this process; undefined where none runs, and
   * the gateway reads the log's ballots itself.
   */
  readonly loggedHolder: ((election: string, body: BallotBody) => string | undefined) | undefined
  /** Told of every decided ballot: what became of it, and nothing of whose it was. */
  readonly count: (election: string, acceptance: Acceptance) => void
  readonly onError: (election: string, error: unknown) => void
}

/** Serves the published elections to phones. It holds nothing that another gateway would miss. */
export class Gateway {
  readonly #elections = new Map<string, GatewayElection>()
  readonly #stopListening: () => void
  readonly #stop = new AbortController()

  constructor(ports: GatewayPorts) {
    this.#stopListening = ports.elections.onPublished((live) => {
      this.#openSoon(live, ports).catch((error: unknown) => ports.onError(live.id, error))
    })
  }

  find(id: string): GatewayElection | undefined {
    return this.#elections.get(id)
  }

  /** False for a while after ballots could not be stored. */
  get isStoring(): boolean {
    return this.list().every(({ box }) => box.isStoring)
  }

  list(): readonly GatewayElection[] {
    return [...this.#elections.values()]
  }

  /** Resolves when every ballot in flight is decided; wakes the phones that wait for news. */
  async close(): Promise<void> {
    this.#stopListening()
    this.#stop.abort()
    for (const { changed } of this.#elections.values()) changed.wake()
    await Promise.all(this.list().map(({ box, logged }) => Promise.all([box.idle(), logged?.close()])))
  }

  /** The keys may not be readable yet: what is told once is tried until it succeeds. */
  async #openSoon(live: LiveElection, ports: GatewayPorts): Promise<void> {
    const { signal } = this.#stop
    for (let failures = 1; !signal.aborted; failures++) {
      const keys = await loadKeys(live.id, ports, failures === 1)
      if (keys) {
        this.#open(live, keys, ports)
        return
      }
      await ports.pacing.pause(failures, signal)
    }
  }

  #open(live: LiveElection, keys: ElectionKeys, ports: GatewayPorts): void {
    const { checked, clock, loggedHolder } = ports
    const database = ports.couch.database(electionDatabase(live.id))
    const slots = new TakenSlots((body) => loggedHolder?.(live.id, body))
    const count = (acceptance: Acceptance): void => ports.count(live.id, acceptance)
    const onError = (error: unknown): void => ports.onError(live.id, error)
    const common = { database, checked, slots, clock, count, onError }
    const box = new BallotBox({ ...common, election: live, gateway: keys.receipts })
    const wasChecked = (leafHash: string): boolean => checked.has(leafHash)
    const logged = loggedHolder ? undefined : new LoggedSlots({ live, database, slots, wasChecked })
    // Before the signal: whoever is woken finds it new.
    const mirror = new ElectionMirror(live, ports.couch)
    this.#elections.set(live.id, { live, box, mirror, changed: new ChangeSignal(live), logged })
  }
}

async function loadKeys(
  election: string,
  { keystore, onError }: GatewayPorts,
  isFirst: boolean,
): Promise<ElectionKeys | undefined> {
  try {
    const keys = await keystore.load(election)
    if (!keys && isFirst) onError(election, new Error('this server has no receipt key of the election'))
    return keys
  } catch (error) {
    if (!(error instanceof CouchError)) throw error
    if (isFirst) onError(election, error)
    return undefined
  }
}
