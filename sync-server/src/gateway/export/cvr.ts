import type { CvrBallot, CvrContestInfo } from '#protocol/files/cvr/cvr-writer'
import { BETWEEN_RECORDS, cvrBegin, cvrEnd, cvrRecord } from '#protocol/files/cvr/cvr-writer'
import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import { isScored } from '#protocol/formats/votes'
import type { ContestVote } from './contest-votes.ts'
import { contestVotes, namedOptions, placesOf, plainTitle } from './contest-votes.ts'
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
  for await (const vote of contestVotes(snapshot, store, contest))
    for (const record of recordsOf(contest, vote)) {
      yield between + cvrRecord(info, record)
      between = BETWEEN_RECORDS
    }
  yield cvrEnd()
}

/** A score stands where other ballots have their weight, so a ballot of scores is there as often as it weighs. */
function* recordsOf(contest: Contest, { ballot: id, weight, vote }: ContestVote): Generator<CvrBallot> {
  if (!isScored(vote)) yield { id, weight, places: placesOf(contest, vote) }
  else
    for (let copy = 1; copy <= weight; copy++)
      yield { id: copy === 1 ? id : `${id}:${copy}`, weight: 1, scores: vote }
}

function describeContest({ live }: Snapshot, contest: Contest, generated: string): CvrContestInfo {
  const { id, title, seats, maxSelections } = contest
  return {
    election: { id: live.id, title: plainTitle(live.manifest.body.title) },
    id,
    title: plainTitle(title),
    variation: variationOf(contest),
    seats,
    maxSelections,
    options: namedOptions(contest),
    generated,
  }
}

function variationOf({ method, maxSelections }: Contest): CvrContestInfo['variation'] {
  if (method === 'plurality') return maxSelections > 1 ? 'n-of-m' : method
  if (method === 'approval' || method === 'borda') return method
  return paperOf(method) === 'scores' ? 'range' : 'rcv'
}
