import type { DistinctBallots, Profile } from './profile.ts'
import { EQUAL, SKIPPED } from './profile.ts'
import { TransferSums } from './transfer-sums.ts'
import { Turnout } from './turnout.ts'

/** How a ballot is read where it does not name just one candidate. */
export interface ReadingRule {
  readonly equalRanks: 'exhaust' | 'exhaust-if-several'
  readonly skippedRanks: 'exhaust' | 'skip'
}

const OUT = 0
const CONTINUING = 1
const WITHDRAWN = 2

/** Not candidates. */
const NOBODY = -1
const SEVERAL = -2

/** Of each ballot, side by side because they are read together: its next mark, its end, its weight, what one is worth. */
const NEXT = 0
const END = 1
const WEIGHT = 2
const WORTH = 3
const FIELDS = 4
/** Stands for a weight that is as high or higher. */
const HEAVY = 0xffffffff

/**
 * The distinct ballots in piles, one for each candidate, as on the tables of a count by hand: a round touches the ballots
 * that move in it, and no others. A ballot never looks back: each of its marks is read once.
 */
export class Piles {
  readonly turnout = new Turnout()
  readonly #ballots: DistinctBallots
  readonly #rule: ReadingRule
  readonly #status: Uint8Array
  readonly #records: Uint32Array
  readonly #piles: Pile[]

  /** @param worth what a ballot is worth at first, in units of votes, of which {@link HEAVY} are more. */
  constructor(profile: Profile, rule: ReadingRule, worth: number) {
    const { candidates, withdrawn, ballots } = profile
    this.#ballots = ballots
    this.#rule = rule
    this.#status = new Uint8Array(candidates.length).fill(CONTINUING)
    for (const candidate of withdrawn) this.#status[candidate] = WITHDRAWN
    this.#piles = candidates.map(() => new Pile())
    this.#records = new Uint32Array(FIELDS * ballots.count)
    for (let ballot = 0; ballot < ballots.count; ballot++) {
      const record = FIELDS * ballot
      this.#records[record + NEXT] = ballots.starts[ballot] ?? 0
      this.#records[record + END] = ballots.starts[ballot + 1] ?? 0
      this.#records[record + WEIGHT] = Math.min(ballots.weights[ballot] ?? 0, HEAVY)
      this.#records[record + WORTH] = worth
    }
  }

  /** Puts each ballot on the pile of its first choice. Those without are blank, or invalid when they name somebody. */
  deal(): TransferSums {
    const sums = new TransferSums(this.#piles.length)
    for (let ballot = 0; ballot < this.#ballots.count; ballot++) {
      const weight = this.#weight(ballot)
      if (weight === 0) continue
      const candidate = this.#pass(ballot)
      if (candidate === NOBODY) this.turnout.count(this.#namesSomebody(ballot) ? 'invalid' : 'blank', weight)
      else {
        this.turnout.count('valid', weight)
        sums.add(candidate, weight * this.#field(ballot, WORTH))
      }
    }
    return sums
  }

  /** No ballot will go to `candidate` any more. Before its pile is moved. */
  close(candidate: number): void {
    this.#status[candidate] = OUT
  }

  /**
   * Moves each ballot of `from` to the pile of its next choice.
   *
   * @param revalue what a ballot is worth from then on, by what it was worth; asked once for each worth.
   */
  move(from: number, revalue?: (worth: number) => number): TransferSums {
    const sums = new TransferSums(this.#piles.length)
    const { ballots, length } = this.#piles[from] ?? new Pile()
    this.#piles[from] = new Pile()
    const known = new Map<number, number>()
    let [worth, after] = [NOBODY, NOBODY]
    for (let at = 0; at < length; at++) {
      const ballot = ballots[at] ?? 0
      const before = this.#field(ballot, WORTH)
      if (before !== worth) {
        worth = before
        after = known.get(worth) ?? revalue?.(worth) ?? worth
        known.set(worth, after)
      }
      this.#records[FIELDS * ballot + WORTH] = after
      const candidate = this.#pass(ballot)
      const votes = after * this.#weight(ballot)
      if (candidate === NOBODY) sums.exhausted += votes
      else sums.add(candidate, votes)
    }
    return sums
  }

  #field(ballot: number, field: number): number {
    return this.#records[FIELDS * ballot + field] ?? 0
  }

  #weight(ballot: number): number {
    const weight = this.#field(ballot, WEIGHT)
    return weight === HEAVY ? (this.#ballots.weights[ballot] ?? 0) : weight
  }

  #pass(ballot: number): number {
    const candidate = this.#read(ballot)
    if (candidate !== NOBODY) this.#piles[candidate]?.push(ballot)
    return candidate
  }

  /** The next choice of `ballot`, which is read up to there. */
  #read(ballot: number): number {
    const { marks } = this.#ballots
    const status = this.#status
    const end = this.#field(ballot, END)
    let at = this.#field(ballot, NEXT)
    let choice = NOBODY
    while (at < end && choice === NOBODY) {
      const mark = marks[at++] ?? SKIPPED
      if (mark < SKIPPED && status[mark] !== CONTINUING) continue
      if (mark === SKIPPED) {
        if (this.#rule.skippedRanks === 'exhaust') break
      } else if (mark < EQUAL && (at === end || (marks[at] ?? 0) < EQUAL)) choice = mark
      else {
        // Either of the first two of a place: the first may have been passed by as out.
        choice = this.#choiceOfPlace(mark < EQUAL ? at - 1 : at - 2, end)
        while (at < end && (marks[at] ?? 0) >= EQUAL) at++
      }
    }
    this.#records[FIELDS * ballot + NEXT] = choice < 0 ? end : at
    return choice < 0 ? NOBODY : choice
  }

  #choiceOfPlace(begin: number, end: number): number {
    const { marks } = this.#ballots
    let [choice, continuing, standing] = [NOBODY, 0, 0]
    for (let at = begin; at < end && (at === begin || (marks[at] ?? 0) >= EQUAL); at++) {
      const candidate = (marks[at] ?? 0) & ~EQUAL
      if (this.#status[candidate] !== WITHDRAWN) standing++
      if (this.#status[candidate] !== CONTINUING) continue
      choice = candidate
      continuing++
    }
    const overvoted = this.#rule.equalRanks === 'exhaust' ? standing > 1 : continuing > 1
    return overvoted ? SEVERAL : choice
  }

  #namesSomebody(ballot: number): boolean {
    const { marks, starts } = this.#ballots
    for (let at = starts[ballot] ?? 0; at < (starts[ballot + 1] ?? 0); at++) {
      const mark = marks[at] ?? SKIPPED
      if (mark !== SKIPPED && this.#status[mark & ~EQUAL] !== WITHDRAWN) return true
    }
    return false
  }
}

/** A growing list. Not linked: the next ballot can be fetched before the last one has come. */
class Pile {
  ballots = new Uint32Array(16)
  length = 0

  push(ballot: number): void {
    if (this.length === this.ballots.length) {
      const larger = new Uint32Array(2 * this.length)
      larger.set(this.ballots)
      this.ballots = larger
    }
    this.ballots[this.length++] = ballot
  }
}
