import { CountingError } from './counting-error.ts'
import type { Tie, TieBreak } from './transcript.ts'

/**
 * Breaks the ties that a method's own rule leaves, by an order that was public before or drawn in public, and keeps the
 * record. Whoever comes first in the order is elected, stays, or is moved first.
 */
export class TieBreaker {
  readonly ties: Tie[] = []
  readonly rule: TieBreak['rule']
  /** candidate → place in the order. */
  readonly #places: readonly number[]

  /** @throws {CountingError} bad-lot, when the lot does not name each candidate once. */
  constructor(candidates: number, tieBreak: TieBreak) {
    const order =
      tieBreak.rule === 'lot' ? tieBreak.drawn : Array.from({ length: candidates }, (_, each) => each)
    this.rule = tieBreak.rule
    this.#places = Array.from({ length: candidates }, (_, candidate) => order.indexOf(candidate))
    if (order.length !== candidates || this.#places.includes(-1))
      throw new CountingError('bad-lot', 'the lot names each candidate once')
  }

  /** Below zero when `a` comes before `b`. */
  compare(a: number, b: number): number {
    return (this.#places[a] ?? 0) - (this.#places[b] ?? 0)
  }

  /** The first `count` of the `tied`, who get what the tie is over; for an elimination the last. */
  byOrder(tie: Pick<Tie, 'round' | 'over'>, tied: readonly number[], count = 1): number[] {
    const chosen = this.#take(tie.over, tied, count)
    if (count < tied.length) this.record({ ...tie, tied, chosen, rule: this.rule })
    return chosen
  }

  /**
   * One of the `tied`: whoever had more votes (for an elimination fewer) at the end of the latest earlier round in which
   * they differed; among those who were alike there, by the round before; and at last by the order, whose record names only
   * those whom no round told apart.
   *
   * @param history the votes of each round so far, by candidate; the present one last.
   */
  backwards(over: Tie['over'], tied: readonly number[], history: readonly ArrayLike<number>[]): number {
    if (tied.length === 1) return tied[0] ?? 0
    const round = history.length - 1
    const extreme = over === 'elimination' ? Math.min : Math.max
    let left = tied
    let earlier = round
    while (earlier > 0 && left.length > 1) {
      const votes = history[--earlier]
      const decisive = extreme(...left.map((candidate) => votes?.[candidate] ?? 0))
      left = left.filter((candidate) => votes?.[candidate] === decisive)
    }
    const chosen = this.#take(over, left, 1)
    if (left.length > 1) this.record({ round, over, tied: left, chosen, rule: this.rule })
    else this.record({ round, over, tied, chosen, rule: 'previous-round', decidedIn: earlier })
    return chosen[0] ?? 0
  }

  #take(over: Tie['over'], tied: readonly number[], count: number): number[] {
    const ordered = [...tied].sort((a, b) => this.compare(a, b))
    return over === 'elimination' ? ordered.slice(-count) : ordered.slice(0, count)
  }

  record(tie: Tie): void {
    this.ties.push({ ...tie, tied: ascending(tie.tied), chosen: ascending(tie.chosen) })
  }
}

function ascending(candidates: readonly number[]): number[] {
  return [...candidates].sort((a, b) => a - b)
}
