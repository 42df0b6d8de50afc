/**
 * The leaf hashes whose signatures this very process has verified, so that neither a repeated push nor the tallier beside
 * the gateway verifies them again. It is bounded and in memory only: nobody else's word is ever taken for a signature.
 */
export class CheckedBallots {
  readonly #limit: number
  #recent = new Set<string>()
  #older = new Set<string>()

  constructor(limit = 100_000) {
    this.#limit = limit
  }

  has(leafHash: string): boolean {
    return this.#recent.has(leafHash) || this.#older.has(leafHash)
  }

  /** Forgets the older half when full: two sets cost less than a queue. */
  add(leafHash: string): void {
    this.#recent.add(leafHash)
    if (this.#recent.size < this.#limit / 2) return
    this.#older = this.#recent
    this.#recent = new Set()
  }
}
