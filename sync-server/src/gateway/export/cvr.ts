import type { CvrContestInfo } from '#protocol/files/cvr/cvr-writer'
import { BETWEEN_RECORDS, cvrBegin, cvrEnd, cvrRecord } from '#protocol/files/cvr/cvr-writer'
import type { Contest } from '#protocol/formats/manifest'
import { contestVotes, namedOptions, plainTitle } from './contest-votes.ts'
import type { BallotStore } from './read-ballots.ts'
import type { Snapshot } from './snapshot.ts'

/** A contest as cast vote records, NIST SP 1500-103: a record for each ballot, under its name in the log. */
export async function* exportCvr(
  snapshot: Snapshot,
  store: BallotStore,
  { contest, generated }: { readonly contest: Contest; readonly generated: string },
): AsyncGenerator<string> {
  const info = describeContest(snapshot, contest, generated)
  yield cvrBegin(info)
  let between = ''
  for await (const { ballot, weight, chosen } of contestVotes(snapshot, store, contest)) {
    yield between + cvrRecord(info, { id: ballot, weight, places: chosen.length > 0 ? [chosen] : [] })
    between = BETWEEN_RECORDS
  }
  yield cvrEnd()
}

function describeContest({ live }: Snapshot, contest: Contest, generated: string): CvrContestInfo {
  const { id, title, method, seats, maxSelections } = contest
  return {
    election: { id: live.id, title: plainTitle(live.manifest.body.title) },
    id,
    title: plainTitle(title),
    variation: method === 'plurality' && maxSelections > 1 ? 'n-of-m' : method,
    seats,
    maxSelections,
    options: namedOptions(contest),
    generated,
  }
}
