import type { Schedule } from '#protocol/formats/amendment'
import type { ChangesPage } from '../../couch/couch.ts'
import { readAmendments } from '../../elections/read-amendments.ts'
import type { JudgePorts } from './ballot-judge.ts'
import { isBallotId } from './ballot-judge.ts'
import type { DerivedPorts } from './derived-documents.ts'
import { isDisplaced, restoreDerived } from './derived-documents.ts'
import type { TallierEvent } from '../core/tallier-state.ts'
import { judgeAll } from './judge-page.ts'
import type { TallierPorts } from '../ports.ts'
import { backoff, isAborted, isTransient, reasonOf } from '../retry.ts'

export interface FeedPorts extends TallierPorts {
  readonly judge: JudgePorts
  readonly breathe: () => Promise<void>
  readonly derived: DerivedPorts
  readonly schedule: () => Schedule
  /** Leaves below the published result. */
  readonly published: () => number
  readonly tell: (event: TallierEvent) => void
}

/**
 * Follows the election's feed from `since` and tells of each page once all of it is judged. A page that fails, because
 * the database is away in the middle of it, is read again: the position never passes a failure.
 */
export async function followBallots(since: string, ports: FeedPorts, signal: AbortSignal): Promise<void> {
  let position = since
  for (let attempt = 1; !isAborted(signal); attempt++) {
    try {
      for await (const page of ports.database.follow({ since: position, includeDocs: true, signal })) {
        await takePage(page, ports)
        position = page.lastSeq
        attempt = 1
      }
    } catch (error) {
      if (isAborted(signal)) return
      if (!isTransient(error)) throw error
      ports.log.warn({ election: ports.election.id, reason: reasonOf(error) }, 'the feed broke off')
    }
    await ports.wait(backoff(attempt, ports.random), signal)
  }
}

/** The feed repeats rows, in any order; judging a ballot again is cheap when the log has it. */
async function takePage({ rows, lastSeq }: ChangesPage, ports: FeedPorts): Promise<void> {
  const { election, database, judge } = ports
  if (rows.some((row) => row.id.startsWith(`amendment:${election.id}:`))) {
    const schedule = await readAmendments(database, election.manifest.body, ports.schedule())
    ports.tell({ kind: 'amended', schedule })
  }
  const candidates = rows.filter((row) => isBallotId(row.id))
  const present = candidates.map(({ id, deleted, doc }) => ({ id, doc: deleted ? undefined : doc }))
  const verdicts = await judgeAll(present, judge, ports.breathe)
  const ballots = verdicts.filter((verdict) => verdict.kind === 'valid')
  const refused = verdicts.filter(({ kind }, at) => kind === 'refused' && !candidates[at]?.deleted).length
  if (refused > 0) ports.log.warn({ election: election.id, refused }, 'what is stored as a ballot is none')
  await restoreDerived(rows, ports.derived)
  if (isDisplaced(rows, ports.published(), election.manifest.body)) ports.tell({ kind: 'displaced' })
  ports.tell({ kind: 'checked', ballots, position: lastSeq })
}
