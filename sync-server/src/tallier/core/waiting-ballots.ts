import { sortLeaves } from '#protocol/log/batch'
import { slotOf } from '#protocol/tally/tally'
import type { CheckedBallot, ElectionLog } from './election-log.ts'

interface WaitingBallot extends CheckedBallot {
  /** A position in the feed from which this ballot is still to come. */
  readonly after: string
}

/** Checked ballots that are not in the log yet, in order of arrival; at most one for each key and sequence. */
export class WaitingBallots {
  readonly #ballots = new Map<string, WaitingBallot>()
  readonly #slots = new Set<string>()

  get size(): number {
    return this.#ballots.size
  }

  find(leafHash: string): CheckedBallot | undefined {
    return this.#ballots.get(leafHash)
  }

  /** @returns false for a ballot that waits already or whose slot another took first. */
  add({ leafHash, body }: CheckedBallot, after: string): boolean {
    if (this.#ballots.has(leafHash) || this.#slots.has(slotOf(body))) return false
    this.#ballots.set(leafHash, { leafHash, body: withoutSignatures(body), after })
    this.#slots.add(slotOf(body))
    return true
  }

  /** The leaf hashes of all of them, in the order of a log: nothing in it tells which came first. */
  leafHashes(): string[] {
    return sortLeaves([...this.#ballots.keys()])
  }

  /** Where the feed has to be taken up again so that nothing is lost once `taken` are in the log. */
  sinceWithout(taken: readonly CheckedBallot[], position: string): string {
    const leafHashes = new Set(taken.map(({ leafHash }) => leafHash))
    for (const { leafHash, after } of this.#ballots.values()) if (!leafHashes.has(leafHash)) return after
    return position
  }

  remove(ballots: readonly CheckedBallot[]): void {
    for (const { leafHash, body } of ballots) {
      if (this.#ballots.delete(leafHash)) this.#slots.delete(slotOf(body))
    }
  }

  /** Forgets the ballots whose slot another tallier's batches have taken, by this ballot or by another. */
  settle(log: ElectionLog): void {
    this.remove([...this.#ballots.values()].filter(({ body }) => log.holderOf(body) !== undefined))
  }
}

/** They are checked, counting needs none of them, and they are most of a ballot's bytes. */
function withoutSignatures(body: CheckedBallot['body']): CheckedBallot['body'] {
  return { ...body, credential: { ...body.credential, signatures: [] } }
}
