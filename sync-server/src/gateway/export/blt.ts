import { ProfileBuilder } from '#protocol/counting/profile-builder'
import { writeBlt } from '#protocol/files/blt/blt-writer'
import type { Contest } from '#protocol/formats/manifest'
import { contestVotes, namedOptions, plainTitle } from './contest-votes.ts'
import type { BallotStore } from './read-ballots.ts'
import type { Snapshot } from './snapshot.ts'

/** A contest as BLT: each different ballot with its votes. What a ballot chose are equals in the first place. */
export async function* exportBlt(
  snapshot: Snapshot,
  store: BallotStore,
  { contest }: { readonly contest: Contest },
): AsyncGenerator<string> {
  const options = namedOptions(contest)
  const places = new Map(options.map(({ id }, place) => [id, place]))
  const builder = new ProfileBuilder('ranked')
  for await (const { weight, chosen } of contestVotes(snapshot, store, contest))
    builder.add(chosen.length > 0 ? [chosen.flatMap((id) => places.get(id) ?? [])] : [], weight)
  const candidates = options.map(({ name }) => name)
  yield* writeBlt(builder.build({ candidates, seats: contest.seats }), plainTitle(contest.title))
}
