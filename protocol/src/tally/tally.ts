import type { BallotBody } from '../formats/ballot.ts'
import { ownMember } from '../decode.ts'
import { refuse } from '../errors.ts'
import type { Manifest } from '../formats/manifest.ts'
import type { ContestResult } from '../formats/result.ts'
import { Rows } from '../rows.ts'
import type { Choice } from './choices.ts'
import { Choices } from './choices.ts'
import type { ContestCount } from './contest-count.ts'
import { countContest } from './contest-count.ts'
import { KeyTable } from './key-table.ts'

/** Above every sequence, of which there are a hundred. */
const SEQUENCES = 128

/** What is kept of a ballot: 8 bytes. */
interface AddedBallot {
  readonly sequence: number
  /** Which of the {@link Choices} it is, while it counts. */
  readonly choice: number
  /** The ballot before it of the same key, one more than its number; 0 for none. */
  readonly earlier: number
}

export interface Count {
  readonly turnout: number
  readonly contests: readonly ContestResult[]
}

/** A log takes one ballot for each of these: a key and a sequence. */
export function slotOf({ credential, sequence }: BallotBody): string {
  return `${credential.key}/${sequence}`
}

/**
 * Counts an election ballot by ballot, and holds its log to the one rule between ballots: one for each key and sequence.
 * The count is a function of the set of ballots, not of their order: of each key the highest sequence counts, and taking a
 * lower one back costs as little as adding it did. About 52 bytes of a ballot are kept, and each distinct choice once while a
 * ballot that says it counts.
 */
export class Tally {
  readonly #weights: ReadonlyMap<string, number>
  readonly #counts: readonly ContestCount[]
  readonly #keys = new KeyTable()
  readonly #choices = new Choices()
  /** Of each key, the number of its last ballot. */
  readonly #lasts = new Rows(1, (cells) => new Uint32Array(cells))
  /** Of each ballot, `earlier`, then its choice and sequence. */
  readonly #ballots = new Rows(2, (cells) => new Uint32Array(cells))

  constructor(manifest: Manifest) {
    this.#weights = new Map(manifest.groups.map(({ id, weight }) => [id, weight]))
    this.#counts = manifest.contests.map(countContest)
  }

  /**
   * Adds the next ballot of the log, which {@link checkBallot} has passed.
   *
   * @returns the number of its voter: of its key among the distinct ones, from 0, in the order of their first ballots.
   * @throws {ProtocolError} bad-chain, when an earlier one has its key and sequence; the count is then as before.
   */
  add({ credential: { key, group }, sequence, votes }: BallotBody): number {
    const voter = this.#keys.add(key)
    let counting: AddedBallot | undefined
    for (const [, ballot] of this.#ballotsOf(voter)) {
      if (ballot.sequence === sequence) refuse('bad-chain', 'the log repeats a key and sequence')
      if (ballot.sequence > (counting?.sequence ?? -1)) counting = ballot
    }
    const counts = sequence > (counting?.sequence ?? -1)
    this.#keep(voter, sequence, counts ? this.#replace(counting, { group, votes }) : 0)
    return voter
  }

  /** Which ballot of those added, from 0, has the key and the sequence of `body`. */
  indexOf({ credential, sequence }: BallotBody): number | undefined {
    const voter = this.#keys.find(credential.key)
    if (voter === undefined) return undefined
    for (const [index, ballot] of this.#ballotsOf(voter)) if (ballot.sequence === sequence) return index
    return undefined
  }

  /** The ballots of a voter and their numbers, the last one first. */
  *#ballotsOf(voter: number): Generator<readonly [number, AddedBallot]> {
    const [last] = this.#lasts.at(voter) ?? []
    for (let next = last === undefined ? 0 : last + 1; next > 0;) {
      const [earlier = 0, packed = 0] = this.#ballots.at(next - 1) ?? []
      const choice = Math.floor(packed / SEQUENCES)
      yield [next - 1, { earlier, choice, sequence: packed % SEQUENCES }]
      next = earlier
    }
  }

  #keep(voter: number, sequence: number, choice: number): void {
    const last = this.#lasts.at(voter)
    const number = this.#ballots.length
    this.#ballots.push([last ? (last[0] ?? 0) + 1 : 0, choice * SEQUENCES + sequence])
    if (last) last[0] = number
    else this.#lasts.push([number])
  }

  /** @returns the number of `choice`. */
  #replace(counting: AddedBallot | undefined, choice: Choice): number {
    const earlier = counting && this.#choices.remove(counting.choice)
    if (earlier) this.#apply(earlier, -1)
    this.#apply(choice, 1)
    return this.#choices.add(choice)
  }

  count(): Count {
    return { turnout: this.#keys.size, contests: this.#counts.map((contest) => contest.result()) }
  }

  #apply({ group, votes }: Choice, sign: 1 | -1): void {
    const weight = this.#weights.get(group) ?? 0
    for (const contest of this.#counts) {
      const vote = ownMember(votes, contest.id)
      if (vote) contest.apply(vote, weight, sign)
    }
  }
}
