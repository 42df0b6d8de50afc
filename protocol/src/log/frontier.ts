import { EMPTY_ROOT, HASH_BYTES, hashNode } from './merkle.ts'

/** A complete subtree of 2^`level` leaves. */
export interface Peak {
  readonly level: number
  readonly hash: Uint8Array<ArrayBuffer>
}

/**
 * A log of which only what its next root needs is kept: the complete subtrees that it is made of, left to right, one for
 * each bit of its size.
 */
export class LogFrontier {
  readonly #peaks: Peak[]
  #size: number

  constructor(peaks: readonly Peak[] = []) {
    this.#peaks = [...peaks]
    this.#size = peaks.reduce((size, { level }) => size + 2 ** level, 0)
  }

  get size(): number {
    return this.#size
  }

  /** @param leaf a leaf hash of 32 bytes, which is copied. */
  append(leaf: Uint8Array): void {
    if (leaf.length !== HASH_BYTES) throw new RangeError('a leaf hash has 32 bytes')
    let peak: Peak = { level: 0, hash: Uint8Array.from(leaf) }
    for (let left = this.#peaks.at(-1); left?.level === peak.level; left = this.#peaks.at(-1)) {
      this.#peaks.pop()
      peak = { level: peak.level + 1, hash: hashNode(left.hash, peak.hash) }
    }
    this.#peaks.push(peak)
    this.#size++
  }

  root(): Uint8Array<ArrayBuffer> {
    const hashes = this.#peaks.map((peak) => peak.hash)
    return hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => hashNode(left, right))
  }
}
