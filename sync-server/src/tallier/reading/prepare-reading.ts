import type { JudgePorts } from './ballot-judge.ts'
import { ElectionLog } from '../core/election-log.ts'
import { WaitingBallots } from '../core/waiting-ballots.ts'
import type { TallierPorts } from '../ports.ts'
import type { PutBack } from './put-back.ts'
import { putBackInto } from './put-back.ts'
import type { SealedLogPorts } from './sealed-log.ts'

/** What reading ballots, from the feed, from sealed batches or in a sweep, needs besides the database. */
export interface Reading {
  readonly log: ElectionLog
  readonly waiting: WaitingBallots
  readonly judge: JudgePorts
  readonly sealed: SealedLogPorts
  readonly putBack: PutBack
  /** Lets the rest of the process run; rejects once the tallier should stop. */
  readonly breathe: () => Promise<void>
}

export function prepareReading(ports: TallierPorts, signal: AbortSignal): Reading {
  const { election, database, wasChecked } = ports
  const log = new ElectionLog(election.manifest.body)
  const waiting = new WaitingBallots()
  const putBack = putBackInto(database, election.id, ports.log)
  const judge: JudgePorts = {
    manifest: election.manifest.body,
    manifestHash: election.manifestHash,
    wasChecked,
    revisions: (id) => database.revisions(id),
    putBack,
    isKnown: (ballot) => log.holds(ballot) || waiting.find(ballot.leafHash) !== undefined,
  }
  const breathe = async (): Promise<void> => {
    await ports.wait(0, signal)
    signal.throwIfAborted()
  }
  const sealed = { database, judge, breathe, find: (leafHash: string) => waiting.find(leafHash) }
  return { log, waiting, judge, sealed, breathe, putBack }
}
