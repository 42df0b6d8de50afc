import type { BallotBody, Votes } from '#protocol/formats/ballot'
import type { ManifestDocument } from '#protocol/formats/manifest'
import { Tally } from '#protocol/tally/tally'
import { headerOf } from '../material/election.ts'
import type { Vector } from '../material/vector.ts'

/** What counting needs of a checked ballot. */
export interface CountedBallot {
  readonly key: string
  readonly group: string
  readonly sequence: number
  readonly votes: Votes
}

/** @param manifest the election's name in the vector file. */
export function counted(
  name: string,
  manifest: string,
  ballots: readonly CountedBallot[],
  election: ManifestDocument,
): Vector {
  const tally = new Tally(election.body)
  for (const item of ballots) tally.add(bodyOf(item, election))
  return { name, manifest, ballots, valid: true, expected: tally.count() }
}

function bodyOf({ key, group, sequence, votes }: CountedBallot, election: ManifestDocument): BallotBody {
  return { ...headerOf(election), credential: { group, key, signatures: [] }, sequence, votes }
}
