import { sha256 } from '#crypto'
import { equalBytes, utf8 } from '../bytes.ts'
import { Rows } from '../rows.ts'

const FIRST_CELLS = 64
/** Beyond three quarters, looking for a free cell takes long. */
const FULLEST = 0.75

/**
 * Numbers the keys of voters, from 0, in the order in which they come. A key is kept as its SHA-256, so that it takes 32
 * bytes and about 8 to find them, where a `Set` of strings takes about 170.
 */
export class KeyTable {
  readonly #hashes = new Rows(32, (cells) => new Uint8Array(cells))
  /** A key's number and one more, in the cell that its hash begins with or in one behind it; 0 is a free cell. */
  #cells = new Uint32Array(FIRST_CELLS)

  get size(): number {
    return this.#hashes.length
  }

  find(key: string): number | undefined {
    const found = this.#cells[this.#cellOf(hashOf(key))] ?? 0
    return found === 0 ? undefined : found - 1
  }

  /** The number of `key`, which is new if it is not known. */
  add(key: string): number {
    const hash = hashOf(key)
    const cell = this.#cellOf(hash)
    const found = this.#cells[cell] ?? 0
    if (found > 0) return found - 1
    this.#hashes.push(hash)
    this.#cells[cell] = this.size
    if (this.size > FULLEST * this.#cells.length) this.#grow()
    return this.size - 1
  }

  /** Where this key is, or the free cell where it belongs. */
  #cellOf(hash: Uint8Array): number {
    const length = this.#cells.length
    let cell = beginning(hash) % length
    for (let found = this.#cells[cell] ?? 0; found > 0; found = this.#cells[cell] ?? 0) {
      const known = this.#hashes.at(found - 1)
      if (known && equalBytes(known, hash)) return cell
      cell = (cell + 1) % length
    }
    return cell
  }

  #grow(): void {
    this.#cells = new Uint32Array(2 * this.#cells.length)
    for (let number = 0; number < this.size; number++) {
      const hash = this.#hashes.at(number)
      if (hash) this.#cells[this.#freeCell(hash)] = number + 1
    }
  }

  #freeCell(hash: Uint8Array): number {
    let cell = beginning(hash) % this.#cells.length
    while (this.#cells[cell] !== 0) cell = (cell + 1) % this.#cells.length
    return cell
  }
}

function hashOf(key: string): Uint8Array {
  return sha256(utf8(key))
}

function beginning(hash: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = hash
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0
}
