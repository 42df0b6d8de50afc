import { ProtocolError } from '#protocol/errors'
import { amendmentId, parseAmendment } from '#protocol/formats/amendment'
import type { Database, StoredDoc } from '../couch/couch.ts'
import { SCHEDULE_KNOWN_MS } from '../elections/hearing.ts'
import type { LiveElection } from '../elections/live-election.ts'
import { RecentReading } from '../elections/recent-reading.ts'

/**
 * Keeps a gateway from acting by a schedule that was amended: its feed may be late, and then it would take ballots past
 * the end and promise what no tallier keeps. One read every few seconds serves all connections.
 */
export class ScheduleCheck {
  readonly #live: LiveElection
  readonly #database: Pick<Database, 'leaves'>
  readonly #reading: RecentReading<void>

  constructor(live: LiveElection, database: Pick<Database, 'leaves'>, clock: () => Date) {
    this.#live = live
    this.#database = database
    this.#reading = new RecentReading(() => this.#readAmendments(), SCHEDULE_KNOWN_MS, clock)
  }

  /**
   * Resolves when the election has every amendment that was stored {@link SCHEDULE_KNOWN_MS} ago.
   *
   * @throws {CouchError} when nobody can tell.
   */
  confirm(): Promise<void> {
    return this.#reading.get()
  }

  async #readAmendments(): Promise<void> {
    for (;;) {
      const next = amendmentId(this.#live.id, this.#live.schedule.amendments + 1)
      const leaves = await this.#database.leaves(next)
      if (!leaves.some((leaf) => this.#tryAmend(leaf))) return
    }
  }

  /** A document that the authority has not signed changes nothing. */
  #tryAmend(leaf: StoredDoc): boolean {
    try {
      this.#live.amend({ ...parseAmendment(leaf), _rev: leaf._rev })
      return true
    } catch (error) {
      if (error instanceof ProtocolError) return false
      throw error
    }
  }
}
