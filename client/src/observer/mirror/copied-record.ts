import type { ElectionRecord, RecordRow } from '../recount/record.ts'
import type { Copy } from './pouch.ts'

const ROWS_AT_ONCE = 1000

type Stored = Readonly<Record<string, unknown>> & {
  readonly _id: string
  readonly _conflicts?: readonly string[]
}

/** The copy on this device, as a recount reads it. */
export class CopiedRecord implements ElectionRecord {
  readonly #copy: Copy

  constructor(copy: Copy) {
    this.#copy = copy
  }

  async *rows(): AsyncGenerator<readonly RecordRow[]> {
    let since: number | string = 0
    for (;;) {
      const { results, last_seq }: PouchDB.Core.ChangesResponse<object> = await this.#copy.changes({
        since,
        limit: ROWS_AT_ONCE,
        style: 'all_docs',
      })
      if (results.length === 0) return
      yield results.map(({ id, changes, deleted }) => ({
        id,
        leaves: changes.map(({ rev }) => rev),
        deleted: deleted === true,
      }))
      since = last_seq
    }
  }

  async read(ids: readonly string[]): Promise<readonly (readonly unknown[])[]> {
    if (ids.length === 0) return []
    const { rows } = await this.#copy.allDocs({ keys: [...ids], include_docs: true, conflicts: true })
    const contents: (readonly unknown[])[] = []
    for (const row of rows)
      contents.push('doc' in row && row.doc ? await this.#leavesOf(row.doc as unknown as Stored) : [])
    return contents
  }

  async #leavesOf({ _conflicts, ...winner }: Stored): Promise<readonly unknown[]> {
    const others = (_conflicts ?? []).map((rev) => this.#copy.get(winner._id, { rev }))
    return [winner, ...(await Promise.all(others))]
  }
}
