const FIRST_CELLS = 1024
/** Beyond three quarters, looking for a free cell takes long. */
const FULLEST = 0.75

/**
 * A map from 64 bits to 64 bits in one flat buffer: 16 bytes a cell, hence 21 to 43 bytes an entry, where a `Map` of
 * strings takes about 170. Its keys have to be random bits already, and never 0.
 */
export class SlotTable {
  /** Pairs of key and value; key 0 is a free cell. */
  #cells = new BigUint64Array(2 * FIRST_CELLS)
  #size = 0

  get size(): number {
    return this.#size
  }

  get(key: bigint): bigint | undefined {
    const at = this.#find(key)
    return this.#cells[at] === key ? this.#cells[at + 1] : undefined
  }

  set(key: bigint, value: bigint): void {
    const at = this.#find(key)
    if (this.#cells[at] !== key) this.#size++
    this.#cells[at] = key
    this.#cells[at + 1] = value
    if (this.#size > (FULLEST * this.#cells.length) / 2) this.#grow()
  }

  /** Where `key` is, or the free cell where it belongs. */
  #find(key: bigint): number {
    const length = this.#cells.length
    let at = 2 * Number(key & BigInt(length / 2 - 1))
    while (this.#cells[at] !== key && this.#cells[at] !== 0n) at = (at + 2) % length
    return at
  }

  #grow(): void {
    const old = this.#cells
    this.#cells = new BigUint64Array(2 * old.length)
    for (let from = 0; from < old.length; from += 2) {
      const [key = 0n, value = 0n] = old.subarray(from, from + 2)
      if (key === 0n) continue
      const at = this.#find(key)
      this.#cells[at] = key
      this.#cells[at + 1] = value
    }
  }
}
