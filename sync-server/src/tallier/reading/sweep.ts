import { toBase64url } from '#protocol/bytes'
import type { Schedule } from '#protocol/formats/amendment'
import type { RefusedBallot } from '#protocol/formats/close'
import type { Manifest } from '#protocol/formats/manifest'
import type { Database } from '../../couch/couch.ts'
import { readAmendments } from '../../elections/read-amendments.ts'
import type { JudgePorts } from './ballot-judge.ts'
import { isBallotId } from './ballot-judge.ts'
import type { CheckedBallot, ElectionLog } from '../core/election-log.ts'
import type { Refusals } from '../core/tallier-state.ts'
import type { Candidate } from './judge-page.ts'
import { judgeAll } from './judge-page.ts'
import { Unacknowledged } from '../retry.ts'

export interface SweepPorts {
  readonly database: Database
  readonly manifest: Manifest
  readonly judge: JudgePorts
  readonly breathe: () => Promise<void>
}

export interface Sweep {
  readonly schedule: Schedule
  /** Valid ballots that the log has no other ballot for. */
  readonly found: readonly CheckedBallot[]
  readonly refused: Refusals
}

const AT_ONCE = 500

/**
 * Compares every ballot that is stored with the log, whatever the feed has shown. The deadline is read first: one that
 * was moved at the last moment may not have come over the feed yet.
 *
 * @throws {Unacknowledged} when the log has ballots that the database cannot read any more: some node is away, or somebody
 *   deleted them for good. Such an election is not closed.
 */
export async function sweepBallots(log: ElectionLog, schedule: Schedule, ports: SweepPorts): Promise<Sweep> {
  const amended = await readAmendments(ports.database, ports.manifest, schedule)
  const found: CheckedBallot[] = []
  const refused: RefusedBallot[] = []
  const isStored = new Uint8Array(log.size)
  for await (const candidates of ballotPages(ports.database)) {
    for (const verdict of await judgeAll(candidates, ports.judge, ports.breathe)) {
      const index = verdict.kind === 'valid' ? log.indexOf(verdict) : undefined
      if (index !== undefined) isStored[index] = 1
      else if (verdict.kind === 'refused')
        refused.push({ leafHash: verdict.leafHash, reason: verdict.reason })
      // One more valid ballot of a key and sequence that the log has: what follows from the log is not listed.
      else if (log.holderOf(verdict.body) === undefined) found.push(verdict)
    }
  }
  await findMissing(isStored, log, ports)
  return { schedule: amended, found, refused }
}

/** What was deleted is put back, from what the database can still read of it. @throws {Unacknowledged} */
async function findMissing(isStored: Uint8Array, log: ElectionLog, ports: SweepPorts): Promise<void> {
  const candidates: Candidate[] = []
  isStored.forEach((stored, index) => {
    if (!stored) candidates.push({ id: `ballot:${toBase64url(log.tree.leaf(index))}`, doc: undefined })
  })
  const verdicts = await judgeAll(candidates, ports.judge, ports.breathe)
  const lost = verdicts.filter((verdict) => verdict.kind === 'refused').length
  if (lost > 0) throw new Unacknowledged(`${lost} ballots of the log are not stored; reading them`)
}

async function* ballotPages(database: Database): AsyncIterable<Candidate[]> {
  let page: Candidate[] = []
  for await (const doc of database.range({ startKey: 'ballot:', endKey: 'ballot:\ufff0' })) {
    if (isBallotId(doc._id)) page.push({ id: doc._id, doc })
    if (page.length < AT_ONCE) continue
    yield page
    page = []
  }
  yield page
}
