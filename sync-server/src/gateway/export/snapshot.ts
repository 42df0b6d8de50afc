import { toBase64url } from '#protocol/bytes'
import type { Batch } from '#protocol/log/batch'
import { batchId } from '#protocol/log/batch'
import type { LiveElection, LogIndex } from '../../elections/live-election.ts'

/** An election at one moment: what its last checkpoint covers, and nothing that speaks of more. */
export interface Snapshot {
  readonly live: LiveElection
  /** Ballots in the log. */
  readonly size: number
  /** The documents besides the log and its ballots, in the order of a bundle, without revisions. */
  readonly papers: readonly object[]
}

export function takeSnapshot(live: LiveElection): Snapshot {
  const size = live.head?.checkpoint.size ?? 0
  // A gateway may hear of a result before it hears of the head: it is then of ballots that are not shown yet.
  const covered = [live.result, live.close].filter((document) => document && document.body.size <= size)
  const papers = [live.manifest, ...live.amendments, ...live.issuance, ...covered, live.head?.document]
  return { live, size, papers: papers.filter((document) => document !== undefined).map(withoutRevision) }
}

/** The batches that lead to `size`, in order; they are the log's own, whoever split it. */
export function* batchesOf(log: LogIndex, size: number): Generator<Batch> {
  let begin = 0
  for (const end of log.batchEnds()) {
    if (begin >= size) return
    const hashes = Array.from({ length: end - begin }, (_, offset) =>
      toBase64url(log.tree.leaf(begin + offset)),
    )
    const previous = { size: begin, root: toBase64url(log.tree.root(begin)) }
    yield { _id: batchId(log.tree.root(end)), previous, hashes }
    begin = end
  }
}

function withoutRevision(document: object): object {
  const { _id, _rev, ...content } = document as { _id: string; _rev?: string }
  // A bundle's lines begin with the name, whatever the database did with the order of the members.
  return { _id, ...content }
}
