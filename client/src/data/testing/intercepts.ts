import { json } from './answers.ts'
import { BOARD } from './board-election.ts'
import type { Intercept } from './fake-server.ts'

export const BULK_DOCS = `/sync/${BOARD}/_bulk_docs`

export type Row = Record<string, unknown>

/** Changes the rows of each answer to a push. */
export function changingRows(change: (row: Row, index: number) => unknown): Intercept {
  return async ({ url }, serve) => {
    const answer = await serve()
    if (url.pathname !== BULK_DOCS) return answer
    return json(201, ((await answer.json()) as Row[]).map(change))
  }
}

/** Refuses one ballot and lets every other answer be. */
export function refusing(id: () => string | undefined): Intercept {
  return changingRows((row) =>
    row['id'] === id()
      ? { id: row['id'], error: 'forbidden', reason: 'unknown-option: No such option.' }
      : row,
  )
}
