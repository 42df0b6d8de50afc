import type { Couch, Database, StoredDoc } from '../../couch/couch.ts'
import { CouchError } from '../../couch/couch.ts'
import { electionDatabase } from '../../elections/elections.ts'
import type { LiveElection } from '../../elections/live-election.ts'
import type { MirrorPage } from './feed-page.ts'
import { endOf, readPage } from './feed-page.ts'
import { leavesWhen } from './leaves.ts'
import { LogIds } from './log-rows.ts'
import type { MirrorPosition } from './position.ts'
import { formatPosition } from './position.ts'
import type { Shown } from './shown-papers.ts'
import { ShownPapers } from './shown-papers.ts'

/**
 * The public part of an election's database: the papers, and of the log what the head covers. All that is asked of it is
 * judged by that before the database is asked, so a ballot that is stored and not yet logged is as unknown as one that
 * never was, also to a clock.
 */
export class ElectionMirror {
  readonly live: LiveElection
  readonly #papers: ShownPapers
  readonly #logged: LogIds
  readonly #pages = new Map<string, Promise<MirrorPage>>()
  readonly #database: Pick<Database, 'histories'>

  constructor(live: LiveElection, couch: Pick<Couch, 'publicReads'>) {
    this.live = live
    this.#papers = new ShownPapers(live)
    this.#logged = new LogIds(live.id, live.log)
    this.#database = couch.publicReads(electionDatabase(live.id))
  }

  /** What is shown at this moment. */
  now(): Shown {
    return this.#papers.now()
  }

  /** {@link readPage}, once for all who ask for the same at one time: a new head wakes everybody who waits for it. */
  page(position: MirrorPosition, limit: number): Promise<MirrorPage> {
    const { manifestHash } = this.live
    const ends = [position, endOf(this.now(), this.live)].map((end) => formatPosition(end, manifestHash))
    const key = [...ends, limit].join(' ')
    const page = this.#pages.get(key) ?? readPage(this, position, limit)
    this.#pages.set(key, page)
    return page.finally(() => this.#pages.delete(key))
  }

  /**
   * All leaves of each document with their histories, the winner first, as the database has them; of head and result those
   * that are shown already. Empty for what is not public.
   *
   * @param revs of a head or result that the reader was told of: it gets that one, whatever has come since.
   * @throws {CouchError} unavailable, when one cannot be read now.
   */
  async read(
    wanted: readonly { readonly id: string; readonly rev?: string | undefined }[],
  ): Promise<StoredDoc[][]> {
    const shown = this.now()
    const isPublic = wanted.map(
      ({ id }) => paperOf(shown, id) !== undefined || this.#logged.has(id, shown.size),
    )
    const ids = wanted.filter((_, at) => isPublic[at]).map(({ id }) => id)
    const histories = await this.#database.histories([...new Set(ids)])
    const byId = new Map([...new Set(ids)].map((id, at) => [id, histories[at]]))
    return wanted.map(({ id, rev }, at) => {
      if (!isPublic[at]) return []
      const leaves = byId.get(id)
      if (!leaves) throw new CouchError('unavailable', `${id} cannot be read now`)
      const paper = (rev === undefined ? undefined : this.#papers.recent(id, rev)) ?? paperOf(shown, id)
      return paper && isGrowing(id) ? leavesWhen(paper, leaves) : leaves
    })
  }
}

function paperOf({ before, after }: Shown, id: string): StoredDoc | undefined {
  return [...before, ...after].find(({ document }) => document._id === id)?.document
}

/** What is replaced all the time, so that what is read may be ahead of what is shown. */
function isGrowing(id: string): boolean {
  return id.startsWith('head:') || id.startsWith('result:')
}
