import { EMPTY_ROOT, HASH_BYTES, hashNode } from './merkle.ts'

/**
 * An append-only RFC 6962 tree that keeps every complete subtree's hash (64 bytes a leaf), so that appending costs one
 * hash on average and a proof reads O(log n) of them. Leaves are leaf hashes, 32 bytes each.
 */
export class MerkleTree {
  /** `#levels[k]` holds the hashes of the complete subtrees of 2^k leaves, left to right. */
  readonly #levels: HashColumn[] = [new HashColumn()]

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
      const column = (this.#levels[level] ??= new HashColumn())
      column.push(node)
      if (column.length % 2 === 1) return
      node = hashNode(column.at(column.length - 2), column.at(column.length - 1))
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
    const column = this.#levels[level]
    if (!column || !(index >= 0 && index < column.length))
      throw new RangeError(`no node ${index} on level ${level}`)
    return column.at(index)
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

/** Hashes side by side in one buffer that doubles: a million leaves are one object, not a million. */
class HashColumn {
  #bytes = new Uint8Array(16 * HASH_BYTES)
  length = 0

  push(hash: Uint8Array): void {
    const offset = this.length * HASH_BYTES
    if (offset === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(hash, offset)
    this.length++
  }

  at(index: number): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES)
  }
}
