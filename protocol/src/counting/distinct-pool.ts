import type { DistinctBallots } from './profile.ts'
import { EQUAL } from './profile.ts'

const EMPTY = -1

/**
 * Distinct sequences of marks in one growing array, found again by a hash: adding a ballot costs its own length. The open
 * sequence is written behind the last one, where it stays when it is new.
 */
export class DistinctPool {
  #marks = new Uint16Array(1 << 12)
  #starts = new Uint32Array(1 << 8)
  #weights = new Float64Array(1 << 8)
  #hashes = new Int32Array(1 << 8)
  /** Open addressing, at most half full: a ballot or EMPTY. */
  #slots = new Int32Array(1 << 9).fill(EMPTY)
  #begin = 0
  #end = 0
  #total = 0
  count = 0

  push(mark: number): void {
    if (this.#end === this.#marks.length) this.#marks = grown(this.#marks)
    this.#marks[this.#end++] = mark
  }

  /** Sorts `candidate` into the last place, so that `a=b` and `b=a` are one ballot; a repetition says nothing. */
  insertEqual(candidate: number): void {
    if (this.#end === this.#begin) throw new RangeError(`candidate ${candidate} is equal to nobody`)
    let head = this.#end - 1
    while ((this.#marks[head] ?? 0) >= EQUAL) head--
    const first = this.#marks[head] ?? 0
    if (candidate === first) return
    this.#marks[head] = Math.min(first, candidate)
    this.#insertEqualMark(head + 1, EQUAL + Math.max(first, candidate))
  }

  /** Sorts a candidate and its score in. @throws {RangeError} when the candidate has a score. */
  insertPair(candidate: number, score: number): void {
    let at = this.#end
    while (at > this.#begin && (this.#marks[at - 2] ?? 0) > candidate) at -= 2
    if (at > this.#begin && this.#marks[at - 2] === candidate)
      throw new RangeError(`candidate ${candidate} has two scores`)
    this.push(0)
    this.push(0)
    this.#marks.copyWithin(at + 2, at, this.#end - 2)
    this.#marks[at] = candidate
    this.#marks[at + 1] = score
  }

  /** Ends the open sequence and counts it `weight` times more. @throws {RangeError} past the safe integers. */
  add(weight: number): void {
    if (this.#total + weight > Number.MAX_SAFE_INTEGER) throw new RangeError('too many ballots')
    const ballot = this.#close()
    this.#weights[ballot] = (this.#weights[ballot] ?? 0) + weight
    this.#total += weight
  }

  remove(weight: number): void {
    const ballot = this.#close()
    const left = (this.#weights[ballot] ?? 0) - weight
    if (left < 0) throw new RangeError('a ballot is taken back that was not cast')
    this.#weights[ballot] = left
    this.#total -= weight
  }

  abandon(): void {
    this.#end = this.#begin
  }

  /** Marks and starts are shared: what lies behind `count` is never written to them again. */
  snapshot(): DistinctBallots {
    return {
      count: this.count,
      marks: this.#marks.subarray(0, this.#begin),
      starts: this.#starts.slice(0, this.count + 1),
      weights: this.#weights.slice(0, this.count),
    }
  }

  /** The number of the open sequence, new or not; it is open no longer. */
  #close(): number {
    const hash = this.#hashOpen()
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (; this.#slots[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const ballot = this.#slots[slot] ?? 0
      if (this.#hashes[ballot] === hash && this.#equalsOpen(ballot)) {
        this.abandon()
        return ballot
      }
    }
    return this.#keepOpen(slot, hash)
  }

  #keepOpen(slot: number, hash: number): number {
    const ballot = this.count++
    this.#slots[slot] = ballot
    if (this.count + 1 > this.#hashes.length) this.#growBallots()
    this.#hashes[ballot] = hash
    this.#begin = this.#end
    this.#starts[this.count] = this.#begin
    if (2 * this.count > this.#slots.length) this.#growSlots()
    return ballot
  }

  #hashOpen(): number {
    let hash = 0x811c9dc5
    for (let at = this.#begin; at < this.#end; at++)
      hash = Math.imul(hash ^ (this.#marks[at] ?? 0), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return hash ^ (hash >>> 13)
  }

  #equalsOpen(ballot: number): boolean {
    const start = this.#starts[ballot] ?? 0
    const length = this.#end - this.#begin
    if ((this.#starts[ballot + 1] ?? 0) - start !== length) return false
    for (let at = 0; at < length; at++)
      if (this.#marks[start + at] !== this.#marks[this.#begin + at]) return false
    return true
  }

  #insertEqualMark(from: number, mark: number): void {
    let at = from
    while (at < this.#end && (this.#marks[at] ?? 0) < mark) at++
    if (at < this.#end && this.#marks[at] === mark) return
    this.push(0)
    this.#marks.copyWithin(at + 1, at, this.#end - 1)
    this.#marks[at] = mark
  }

  #growBallots(): void {
    this.#starts = grown(this.#starts)
    this.#weights = grown(this.#weights)
    this.#hashes = grown(this.#hashes)
  }

  #growSlots(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(EMPTY)
    const mask = this.#slots.length - 1
    for (let ballot = 0; ballot < this.count; ballot++) {
      let slot = (this.#hashes[ballot] ?? 0) & mask
      while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & mask
      this.#slots[slot] = ballot
    }
  }
}

type Column =
  Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

function grown<T extends Column>(column: T): T {
  const larger = new (column.constructor as new (length: number) => T)(2 * column.length)
  larger.set(column)
  return larger
}
