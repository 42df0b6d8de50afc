import type { DistinctBallots, Profile } from './profile.ts'
import { EQUAL, SKIPPED } from './profile.ts'
import { Turnout } from './turnout.ts'

/** Not a candidate: no preference is left. */
export const NOBODY = -1

/** How a ballot is read where it does not name just one candidate. */
export interface ReadingRule {
  readonly equalRanks: 'exhaust' | 'exhaust-if-several'
  readonly skippedRanks: 'exhaust' | 'skip'
}

/**
 * The distinct ballots in piles, one for each candidate, as on the tables of a count by hand: a round touches the ballots
 * that move in it, and no others. A ballot never looks back: each of its marks is read once.
 */
export class Piles {
  readonly turnout = new Turnout()
  readonly #ballots: DistinctBallots
  readonly #rule: ReadingRule
  /** candidate → {@link OUT}, CONTINUING, or WITHDRAWN. */
  readonly #status: Uint8Array
  /** ballot → its next mark. */
  readonly #next: Uint32Array
  /** candidate → the uppermost ballot of its pile; ballot → the one under it. */
  readonly #tops: Int32Array
  readonly #under: Int32Array

  constructor(profile: Profile, rule: ReadingRule) {
    const { candidates, withdrawn, ballots } = profile
    this.#ballots = ballots
    this.#rule = rule
    this.#status = new Uint8Array(candidates.length).fill(CONTINUING)
    for (const candidate of withdrawn) this.#status[candidate] = WITHDRAWN
    this.#next = ballots.starts.slice(0, ballots.count)
    this.#tops = new Int32Array(candidates.length).fill(NOBODY)
    this.#under = new Int32Array(ballots.count)
  }

  /** Puts each ballot on the pile of its first choice. Those without are blank, or invalid when they name somebody. */
  deal(receive: (candidate: number, weight: number) => void): void {
    for (let ballot = 0; ballot < this.#ballots.count; ballot++) {
      const weight = this.#ballots.weights[ballot] ?? 0
      if (weight === 0) continue
      const candidate = this.#pass(ballot)
      if (candidate === NOBODY) this.turnout.count(this.#namesSomebody(ballot) ? 'invalid' : 'blank', weight)
      else {
        this.turnout.count('valid', weight)
        receive(candidate, weight)
      }
    }
  }

  /** No ballot will go to `candidate` any more. Before its pile is moved. */
  close(candidate: number): void {
    this.#status[candidate] = OUT
  }

  /** Moves each ballot of `from` to the pile of its next choice; `receive` is told, also of those that have none. */
  move(from: number, receive: (candidate: number, ballot: number, weight: number) => void): void {
    let ballot = this.#tops[from] ?? NOBODY
    this.#tops[from] = NOBODY
    while (ballot !== NOBODY) {
      const under = this.#under[ballot] ?? NOBODY
      receive(this.#pass(ballot), ballot, this.#ballots.weights[ballot] ?? 0)
      ballot = under
    }
  }

  #pass(ballot: number): number {
    const candidate = this.#read(ballot)
    if (candidate !== NOBODY) {
      this.#under[ballot] = this.#tops[candidate] ?? NOBODY
      this.#tops[candidate] = ballot
    }
    return candidate
  }

  /** The next choice of `ballot`, which is read up to there. */
  #read(ballot: number): number {
    const { marks, starts } = this.#ballots
    const end = starts[ballot + 1] ?? 0
    let at = this.#next[ballot] ?? 0
    let choice = NOBODY
    while (at < end && choice === NOBODY) {
      const mark = marks[at++] ?? SKIPPED
      if (mark === SKIPPED) {
        if (this.#rule.skippedRanks === 'exhaust') break
      } else if (at < end && (marks[at] ?? 0) >= EQUAL) {
        choice = this.#choiceOfPlace(at - 1, end)
        if (choice === SEVERAL) break
        while (at < end && (marks[at] ?? 0) >= EQUAL) at++
      } else if (this.#status[mark] === CONTINUING) choice = mark
    }
    this.#next[ballot] = choice < 0 ? end : at
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

const OUT = 0
const CONTINUING = 1
const WITHDRAWN = 2
const SEVERAL = -2
