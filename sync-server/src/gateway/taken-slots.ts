import type { Ballot } from '#protocol/formats/ballot'
import { slotOf } from '#protocol/tally/tally'

/**
 * Which ballot took a key's sequence here, of the latest that this process accepted: the log takes one for each, so the
 * voter of a second one (a right to vote restored twice from one file) is told at once, and can cast it again under the
 * next sequence. Bounded and in memory: what it has forgotten, or another gateway accepted, the tallier decides.
 */
export class TakenSlots {
  readonly #limit: number
  #recent = new Map<string, string>()
  #older = new Map<string, string>()

  constructor(limit = 50_000) {
    this.#limit = limit
  }

  /** Whether another ballot has this one's key and sequence. */
  isTaken({ _id, body }: Ballot): boolean {
    const holder = this.#recent.get(slotOf(body)) ?? this.#older.get(slotOf(body))
    return holder !== undefined && holder !== _id
  }

  take({ _id, body }: Ballot): void {
    this.#recent.set(slotOf(body), _id)
    if (this.#recent.size < this.#limit / 2) return
    this.#older = this.#recent
    this.#recent = new Map()
  }
}
