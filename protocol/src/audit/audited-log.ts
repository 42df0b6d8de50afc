import { sha256 } from '#crypto'
import { LogFrontier } from '../log/frontier.ts'
import { HASH_BYTES } from '../log/merkle.ts'
import { TILE_WIDTH } from '../log/tile.ts'
import { Rows } from '../rows.ts'

/**
 * The log as a recount rebuilds it: its end, its root at the sizes that somebody named before, and the hashes of its full
 * tiles. That is a byte of eight ballots, where a whole tree is 64 of each.
 */
export class AuditedLog {
  readonly #frontier = new LogFrontier()
  /** The sizes of which the root is asked for, and their roots as far as the log has come. */
  readonly #roots = new Map<number, Uint8Array | undefined>()
  readonly #levels: TileLevel[] = []

  get size(): number {
    return this.#frontier.size
  }

  root(): Uint8Array<ArrayBuffer> {
    return this.#frontier.root()
  }

  /** Remembers the root of the first `size` ballots when the log has them: to be said before it has. */
  expect(size: number): void {
    if (!this.#roots.has(size)) this.#roots.set(size, size === this.size ? this.root() : undefined)
  }

  /** Undefined where the log is shorter. @throws {RangeError} nobody expected it. */
  rootOf(size: number): Uint8Array | undefined {
    if (!this.#roots.has(size))
      throw new RangeError(`nobody said that the root of ${size} would be asked for`)
    return this.#roots.get(size)
  }

  append(leaf: Uint8Array): void {
    this.#frontier.append(leaf)
    this.#appendTo(0, leaf)
    if (this.#roots.has(this.size)) this.#roots.set(this.size, this.root())
  }

  /** The SHA-256 of a full tile's hashes, joined; undefined while the log does not fill it. */
  tileHash(level: number, index: number): Uint8Array | undefined {
    return this.#levels[level]?.hashes.at(index)
  }

  #appendTo(level: number, hash: Uint8Array): void {
    const { open, hashes } = (this.#levels[level] ??= new TileLevel())
    open.push(Uint8Array.from(hash))
    if (open.length < TILE_WIDTH) return
    const nodes = new LogFrontier()
    for (const node of open) nodes.append(node)
    hashes.push(sha256(...open.splice(0)))
    this.#appendTo(level + 1, nodes.root())
  }
}

class TileLevel {
  readonly hashes = new Rows(HASH_BYTES, (cells) => new Uint8Array(cells))
  /** Of the tile that is not full yet. */
  readonly open: Uint8Array[] = []
}
