import type { Ballot } from '#protocol/formats/ballot'
import type { Receipt } from '#protocol/formats/receipt'
import type { Row } from '#protocol/json-rows'
import type { Database } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import type { LiveElection } from '../elections/live-election.ts'
import type { CheckedBallots } from './checked-ballots.ts'
import { GroupCommit } from './group-commit.ts'
import { makeReceipt } from './receipts.ts'
import type { BallotRefusal } from './refusals.ts'
import { refusalOf } from './refusals.ts'
import { ScheduleCheck } from './schedule-check.ts'
import { storeBallots } from './store-ballots.ts'
import type { TakenSlots } from './taken-slots.ts'
import type { Validation } from './validate-ballot.ts'
import { validateBallot } from './validate-ballot.ts'

/** From the moment at which a ballot was in time to its acknowledgement; later than that none is given. */
export const LONGEST_TAKING_MS = 60_000

/** How long load balancers are told of a failure to store: shorter than they take to look twice. */
const FAILURE_SHOWS_MS = 10_000

export type Acceptance =
  | { readonly kind: 'accepted'; readonly id: string; readonly rev: string; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly id: string; readonly code: BallotRefusal; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly id: string }

/** The database acknowledged none of the ballots of a batch. */
class NothingStored extends Error {
  override readonly name = 'NothingStored'
}

/** Takes the ballots of one election: validates, stores by group commit, and only then promises. */
export class BallotBox {
  readonly #election: LiveElection
  readonly #checked: CheckedBallots
  readonly #commit: GroupCommit
  readonly #slots: TakenSlots
  readonly #gateway: { readonly id: string; readonly seed: Uint8Array }
  readonly #clock: () => Date
  readonly #count: (acceptance: Acceptance) => void
  readonly #schedule: ScheduleCheck
  /** When the database last failed to take a batch, in milliseconds since 1970; undefined since it took one. */
  #failedAt: number | undefined

  constructor(ports: {
    election: LiveElection
    database: Database
    checked: CheckedBallots
    slots: TakenSlots
    gateway: { readonly id: string; readonly seed: Uint8Array }
    clock: () => Date
    count: (acceptance: Acceptance) => void
    /** Told of the first of a row of failures to store. */
    onError: (error: unknown) => void
  }) {
    const { election, database } = ports
    this.#election = election
    this.#checked = ports.checked
    this.#slots = ports.slots
    this.#gateway = ports.gateway
    this.#clock = ports.clock
    this.#count = ports.count
    this.#schedule = new ScheduleCheck(election, database, ports.clock)
    const { slots } = ports
    const isDurable = (ballot: Ballot): boolean =>
      slots.isDurable(ballot) || election.log.indexOf(ballot._id.slice('ballot:'.length)) !== undefined
    const { clock } = ports
    this.#commit = new GroupCommit({
      clock,
      store: async (ballots) => {
        const storings = await storeBallots(database, ballots, isDurable)
        // A full disk, a node without its quorum and a database that is away all look like this.
        if (storings.every(({ kind }) => kind === 'unavailable')) throw new NothingStored()
        this.#failedAt = undefined
        return storings
      },
      onFailure: (error) => {
        if (this.#failedAt === undefined) ports.onError(error)
        this.#failedAt = clock().getTime()
      },
    })
  }

  /** False for a while after the database failed to take ballots; then somebody has to try again. */
  get isStoring(): boolean {
    return this.#failedAt === undefined || this.#clock().getTime() - this.#failedAt > FAILURE_SHOWS_MS
  }

  /** Decides every row by itself; the answers are in the order of `rows`. */
  async take(rows: readonly Row[]): Promise<Acceptance[]> {
    const isCurrent = await this.#isScheduleCurrent()
    const now = this.#clock()
    const acceptances = await Promise.all(
      rows.map(async (row) => {
        const validation = await validateBallot(row, this.#election, this.#checked, now)
        return isCurrent || validation.kind === 'refused'
          ? this.#store(validation, now)
          : { kind: 'unavailable' as const, id: validation.id }
      }),
    )
    acceptances.forEach(this.#count)
    return acceptances
  }

  idle(): Promise<void> {
    return this.#commit.idle()
  }

  /** @param now when it was found to be in time. */
  async #store(validation: Validation, now: Date): Promise<Acceptance> {
    if (validation.kind === 'refused') return validation
    const { id, ballot } = validation
    const until = now.getTime() + LONGEST_TAKING_MS
    const storing = await this.#slots.hold(ballot, () => this.#commit.write(ballot, until))
    if (storing.kind === 'taken')
      return { kind: 'refused', id, ...refusalOf('bad-sequence', 'its number is taken by another ballot') }
    // Writing may have taken long, and the promise is made by the schedule of now.
    if (storing.kind === 'unavailable' || !(await this.#isScheduleCurrent()))
      return { kind: 'unavailable', id }
    const leafHash = id.slice('ballot:'.length)
    return {
      kind: 'accepted',
      id,
      rev: storing.rev,
      receipt: makeReceipt(this.#election, leafHash, this.#gateway, this.#clock()),
    }
  }

  async #isScheduleCurrent(): Promise<boolean> {
    try {
      await this.#schedule.confirm()
      return true
    } catch (error) {
      if (error instanceof CouchError) return false
      throw error
    }
  }
}
