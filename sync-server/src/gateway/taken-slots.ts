import { createHash, randomBytes } from 'node:crypto'
import type { Ballot, BallotBody } from '#protocol/formats/ballot'
import { slotOf } from '#protocol/tally/tally'
import { SlotTable } from './slot-table.ts'
import type { Storing } from './store-ballots.ts'

/** The leaf hash that the committed log has for a key and sequence, as far as it is known here. */
export type LoggedHolder = (body: BallotBody) => string | undefined

export interface Taken {
  readonly kind: 'taken'
}

const TAKEN: Taken = { kind: 'taken' }

/**
 * Which ballot has each key's sequence: of those that this process accepted, is writing, or knows from the log. The log
 * takes one for each, so a second one would only fill the disk and hold a receipt for nothing; the voter of one (a right
 * to vote restored twice from one file) is told at once, and can cast it again under the next sequence. Two gateways can
 * still let through one each at the same moment, which is harmless: the log takes one of them.
 *
 * About 32 bytes a voter and sequence: 63 bits of the slot and 64 of its ballot. A salt of this process makes the first
 * unpredictable; two of a million slots meet by accident once in some ten million elections. Two ballots of one voter
 * that agree in the second cost 2^32 tries, for one more ballot that the log does not take.
 */
export class TakenSlots {
  readonly #salt = randomBytes(16)
  readonly #holders = new SlotTable()
  readonly #writing = new Map<string, { readonly id: string; readonly isStored: Promise<boolean> }>()
  readonly #loggedHolder: LoggedHolder

  constructor(loggedHolder: LoggedHolder) {
    this.#loggedHolder = loggedHolder
  }

  /**
   * Writes a ballot while its slot is kept for it, or says that another ballot has the slot. Of two that come at once the
   * second waits for what becomes of the first: one that is not known to be durable takes nothing, for it may never have
   * been written, and then another ballot of its voter must not be refused for it.
   */
  async hold(ballot: Ballot, write: () => Promise<Storing>): Promise<Storing | Taken> {
    if (this.#isHeld(ballot)) return TAKEN
    const slot = slotOf(ballot.body)
    const rival = this.#writing.get(slot)
    if (rival && rival.id !== ballot._id) return (await rival.isStored) ? TAKEN : { kind: 'unavailable' }
    const writing = write()
    const held = { id: ballot._id, isStored: writing.then(({ kind }) => kind === 'stored') }
    this.#writing.set(slot, held)
    try {
      if (await held.isStored) this.take(ballot)
    } finally {
      if (this.#writing.get(slot) === held) this.#writing.delete(slot)
    }
    return writing
  }

  /** Whether the log has this very ballot, or this process saw it become durable. */
  isDurable(ballot: Ballot): boolean {
    const leafHash = leafHashOf(ballot._id)
    if (this.#loggedHolder(ballot.body) === leafHash) return true
    return this.#holders.get(this.#bitsOfSlot(ballot.body)) === bitsOf(leafHash)
  }

  /** For a ballot that is durable. The first keeps the slot. */
  take({ _id, body }: Pick<Ballot, '_id' | 'body'>): void {
    const slot = this.#bitsOfSlot(body)
    if (this.#holders.get(slot) === undefined) this.#holders.set(slot, bitsOf(leafHashOf(_id)))
  }

  #isHeld({ _id, body }: Ballot): boolean {
    const leafHash = leafHashOf(_id)
    const logged = this.#loggedHolder(body)
    if (logged !== undefined) return logged !== leafHash
    const holder = this.#holders.get(this.#bitsOfSlot(body))
    return holder !== undefined && holder !== bitsOf(leafHash)
  }

  #bitsOfSlot(body: BallotBody): bigint {
    const digest = createHash('sha256').update(this.#salt).update(slotOf(body)).digest()
    // Never 0, which is a free cell of the table.
    return digest.readBigUInt64LE() | (1n << 63n)
  }
}

function leafHashOf(id: string): string {
  return id.slice('ballot:'.length)
}

function bitsOf(leafHash: string): bigint {
  return Buffer.from(leafHash, 'base64url').readBigUInt64LE()
}
