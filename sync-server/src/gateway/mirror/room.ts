import type { ServerResponse } from 'node:http'
import { CouchError } from '../../couch/couch.ts'

/** A reader that takes nothing for as long is gone. */
const STALLED_MS = 2 * 60_000

/** Room for so many answers at one time: each holds documents in memory until its reader has taken them. */
export class Room {
  readonly #most: number
  #inside = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Until the answer is out, or its reader gone. @throws {CouchError} unavailable, when there is none. */
  enter(response: ServerResponse): void {
    if (this.#inside >= this.#most) throw new CouchError('unavailable', 'too many readers at one time')
    this.#inside++
    response.setTimeout(STALLED_MS, () => void response.destroy())
    response.once('close', () => {
      this.#inside--
    })
  }
}
