import type { BallotStore } from './read-ballots.ts'
import { readBallots } from './read-ballots.ts'
import type { Snapshot } from './snapshot.ts'
import { batchesOf } from './snapshot.ts'

/** Everything that a stranger needs to recount an election, one document to a line (SPEC §14). */
export async function* exportBundle(
  { live, size, papers }: Snapshot,
  store: BallotStore,
): AsyncGenerator<string> {
  for (const paper of papers) yield line(paper)
  for (const batch of batchesOf(live.log, size)) {
    yield line(batch)
    for await (const { _id, body, signature } of readBallots(store, batch.hashes))
      yield line({ _id, body, signature })
  }
}

function line(document: object): string {
  return `${JSON.stringify(document)}\n`
}
