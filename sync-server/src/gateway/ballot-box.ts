import type { Receipt } from '#protocol/formats/receipt'
import type { Database } from '../couch/couch.ts'
import type { LiveElection } from '../elections/live-election.ts'
import type { CheckedBallots } from './checked-ballots.ts'
import { GroupCommit } from './group-commit.ts'
import { makeReceipt } from './receipts.ts'
import type { BallotRefusal } from './refusals.ts'
import { refusalOf } from './refusals.ts'
import { storeBallots } from './store-ballots.ts'
import { TakenSlots } from './taken-slots.ts'
import type { Validation } from './validate-ballot.ts'
import { validateBallot } from './validate-ballot.ts'

export type Acceptance =
  | { readonly kind: 'accepted'; readonly id: string; readonly rev: string; readonly receipt: Receipt }
  | { readonly kind: 'refused'; readonly id: string; readonly code: BallotRefusal; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly id: string }

/** Takes the ballots of one election: validates, stores by group commit, and only then promises. */
export class BallotBox {
  readonly #election: LiveElection
  readonly #checked: CheckedBallots
  readonly #commit: GroupCommit
  readonly #slots = new TakenSlots()
  readonly #gateway: { readonly id: string; readonly seed: Uint8Array }
  readonly #clock: () => Date
  readonly #count: (acceptance: Acceptance) => void

  constructor(ports: {
    election: LiveElection
    database: Database
    checked: CheckedBallots
    gateway: { readonly id: string; readonly seed: Uint8Array }
    clock: () => Date
    count: (acceptance: Acceptance) => void
  }) {
    const { election, database } = ports
    this.#election = election
    this.#checked = ports.checked
    this.#gateway = ports.gateway
    this.#clock = ports.clock
    this.#count = ports.count
    const isLogged = (leafHash: string): boolean => election.log.indexOf(leafHash) !== undefined
    this.#commit = new GroupCommit((ballots) => storeBallots(database, ballots, isLogged))
  }

  /** Decides every row by itself; the answers are in the order of `rows`. */
  async take(rows: readonly unknown[]): Promise<Acceptance[]> {
    const now = this.#clock()
    const acceptances = await Promise.all(
      rows.map(async (row) => this.#store(await validateBallot(row, this.#election, this.#checked, now))),
    )
    acceptances.forEach(this.#count)
    return acceptances
  }

  idle(): Promise<void> {
    return this.#commit.idle()
  }

  async #store(validation: Validation): Promise<Acceptance> {
    if (validation.kind === 'refused') return validation
    const { id, ballot } = validation
    if (this.#slots.isTaken(ballot))
      return { kind: 'refused', id, ...refusalOf('bad-sequence', 'its number is taken by another ballot') }
    const storing = await this.#commit.write(ballot)
    if (storing.kind === 'unavailable') return { kind: 'unavailable', id }
    this.#slots.take(ballot)
    const leafHash = id.slice('ballot:'.length)
    return {
      kind: 'accepted',
      id,
      rev: storing.rev,
      receipt: makeReceipt(this.#election, leafHash, this.#gateway, this.#clock()),
    }
  }
}
