/** A document of the election's database with all the revisions that it ended in. */
export interface RecordRow {
  readonly id: string
  /** The revision of each leaf, the winner first; deletions are leaves too. */
  readonly leaves: readonly string[]
  /** The winner is a deletion. */
  readonly deleted: boolean
}

/** An election's database as somebody holds a copy of it, with its revision trees. Whatever is in it may be forged. */
export interface ElectionRecord {
  /** Every document, block by block. */
  rows(): AsyncIterable<readonly RecordRow[]>
  /**
   * The contents of all leaves of each of `ids` that are no deletions, the winner first; in the order of `ids`, none for what
   * is not there. They are JSON values, with their `_rev`.
   */
  read(ids: readonly string[]): Promise<readonly (readonly unknown[])[]>
}
