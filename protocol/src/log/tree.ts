import { Rows } from '../rows.ts'
import { EMPTY_ROOT, HASH_BYTES, hashNode } from './merkle.ts'

/**
 * An append-only RFC 6962 tree that keeps every complete subtree's hash (64 bytes a leaf), so that appending costs one
 * hash on average and a proof reads O(log n) of them. Leaves are leaf hashes, 32 bytes each.
 */
export class MerkleTree {
  /** `#levels[k]` holds the hashes of the complete subtrees of 2^k leaves, left to right. */
  readonly #levels: Rows<Uint8Array<ArrayBuffer>>[] = [hashes()]

  get size(): number {
    return this.#levels[0]?.length ?? 0
  }

  leaf(index: number): Uint8Array<ArrayBuffer> {
    return this.#subtree(0, index)
  }

  /** The hash of complete subtree `index` of 2^`level` leaves; C2SP tiles are cut from these. */
  node(level: number, index: number): Uint8Array<ArrayBuffer> {
    return this.#subtree(level, index)
  }

  append(leaf: Uint8Array): void {
    if (leaf.length !== HASH_BYTES) throw new RangeError('a leaf hash has 32 bytes')
    let node = leaf
    for (let level = 0; ; level++) {
      const column = (this.#levels[level] ??= hashes())
      column.push(node)
      const left = column.length % 2 === 0 ? column.at(column.length - 2) : undefined
      if (!left) return
      node = hashNode(left, node)
    }
  }

  /** The root of the first `size` leaves. @throws {RangeError} when the log is shorter. */
  root(size: number = this.size): Uint8Array<ArrayBuffer> {
    this.#checkSize(size)
    return size === 0 ? EMPTY_ROOT : this.#range(0, size)
  }

  /** The audit path of leaf `index` in the log of `size` leaves. @throws {RangeError} */
  inclusionProof(index: number, size: number): Uint8Array<ArrayBuffer>[] {
    this.#checkSize(size)
    if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${index} in a log of ${size}`)
    return this.#path(index, 0, size)
  }

  /** Proof that the log of `to` leaves begins with the log of `from` leaves. @throws {RangeError} */
  consistencyProof(from: number, to: number): Uint8Array<ArrayBuffer>[] {
    this.#checkSize(to)
    if (!(from >= 0 && from <= to)) throw new RangeError(`a log of ${to} does not begin with one of ${from}`)
    return from === 0 || from === to ? [] : this.#subproof(from, 0, to, true)
  }

  #path(index: number, begin: number, end: number): Uint8Array<ArrayBuffer>[] {
    if (end - begin === 1) return []
    const middle = begin + splitPoint(end - begin)
    return index < middle
      ? [...this.#path(index, begin, middle), this.#range(middle, end)]
      : [...this.#path(index, middle, end), this.#range(begin, middle)]
  }

  /** RFC 6962 §2.1.2; `whole` while the old log is a complete left part whose root the verifier already has. */
  #subproof(from: number, begin: number, end: number, whole: boolean): Uint8Array<ArrayBuffer>[] {
    if (from === end) return whole ? [] : [this.#range(begin, end)]
    const middle = begin + splitPoint(end - begin)
    return from <= middle
      ? [...this.#subproof(from, begin, middle, whole), this.#range(middle, end)]
      : [...this.#subproof(from, middle, end, false), this.#range(begin, middle)]
  }

  /** The Merkle hash of leaves [begin, end); complete aligned subtrees are stored, the ragged right edge is hashed. */
  #range(begin: number, end: number): Uint8Array<ArrayBuffer> {
    const count = end - begin
    const level = Math.log2(count)
    if (Number.isInteger(level) && begin % count === 0) return this.#subtree(level, begin / count)
    const middle = begin + splitPoint(count)
    return hashNode(this.#range(begin, middle), this.#range(middle, end))
  }

  #subtree(level: number, index: number): Uint8Array<ArrayBuffer> {
    const node = this.#levels[level]?.at(index)
    if (!node) throw new RangeError(`no node ${index} on level ${level}`)
    return node.slice()
  }

  #checkSize(size: number): void {
    if (!Number.isInteger(size) || size < 0 || size > this.size)
      throw new RangeError(`the log has no size ${size}`)
  }
}

/** The largest power of two below `count`. */
function splitPoint(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

function hashes(): Rows<Uint8Array<ArrayBuffer>> {
  return new Rows(HASH_BYTES, (cells) => new Uint8Array(cells))
}
