type Cells = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/** Rows of the first page, which doubles until it is a whole one: a short table stays short. */
const FIRST_ROWS = 16
/** Rows of a whole page. None is ever copied, and at most one of a table is not full. */
const PAGE_ROWS = 4096

/** Rows of one width side by side in a few buffers: a million of them are some hundred objects, and no slack to speak of. */
export class Rows<C extends Cells> {
  readonly #width: number
  readonly #allocate: (cells: number) => C
  readonly #pages: C[] = []
  length = 0

  /** @param width cells of a row. */
  constructor(width: number, allocate: (cells: number) => C) {
    this.#width = width
    this.#allocate = allocate
  }

  /** @param row `width` cells, which are copied. */
  push(row: ArrayLike<number>): void {
    const at = this.length % PAGE_ROWS
    this.#lastPage(at).set(row, at * this.#width)
    this.length++
  }

  /** The cells themselves: what is written there stays. Undefined behind the end. */
  at(index: number): C | undefined {
    if (!(index >= 0 && index < this.length)) return undefined
    const begin = (index % PAGE_ROWS) * this.#width
    return this.#pages[Math.floor(index / PAGE_ROWS)]?.subarray(begin, begin + this.#width) as C | undefined
  }

  /** The page in which row `at` of it is free. */
  #lastPage(at: number): C {
    const last = this.#pages.at(-1)
    if (last && at > 0 && at * this.#width < last.length) return last
    if (last && at > 0) return (this.#pages[this.#pages.length - 1] = this.#doubled(last))
    const page = this.#allocate(this.#width * (last ? PAGE_ROWS : FIRST_ROWS))
    this.#pages.push(page)
    return page
  }

  #doubled(page: C): C {
    const larger = this.#allocate(2 * page.length)
    larger.set(page)
    return larger
  }
}
