import { ProfileBuilder } from '#protocol/counting/profile-builder'
import { writeBlt } from '#protocol/files/blt/blt-writer'
import type { Contest } from '#protocol/formats/manifest'
import { contestVotes, namedOptions, placesOf, plainTitle } from './contest-votes.ts'
import type { BallotStore } from './read-ballots.ts'
import type { Snapshot } from './snapshot.ts'

/** A contest as BLT: each different ballot with its votes. What a ballot chose without an order are equals in the
 * first place. */
export async function* exportBlt(
  snapshot: Snapshot,
  store: BallotStore,
  { contest }: { readonly contest: Contest },
): AsyncGenerator<string> {
  const options = namedOptions(contest)
  const numbers = new Map(options.map(({ id }, number) => [id, number]))
  const builder = new ProfileBuilder('ranked')
  for await (const { weight, vote } of contestVotes(snapshot, store, contest)) {
    const places = placesOf(contest, vote)
    builder.add(
      places.map((place) => place.flatMap((id) => numbers.get(id) ?? [])),
      weight,
    )
  }
  const candidates = options.map(({ name }) => name)
  yield* writeBlt(builder.build({ candidates, seats: contest.seats }), plainTitle(contest.title))
}
