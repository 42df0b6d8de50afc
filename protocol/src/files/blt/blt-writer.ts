import type { Profile } from '../../counting/profile.ts'
import { rankingOf } from '../../counting/profile.ts'

/**
 * Writes ranked ballots as BLT, the distinct ones each on a line. Equals are written `a=b`, a place left empty `-`, and a
 * quote in a name twice.
 *
 * @throws {RangeError} for scored ballots, which BLT has no place for.
 */
export function* writeBlt(profile: Profile, title: string): Generator<string> {
  if (profile.kind !== 'ranked') throw new RangeError('BLT has rankings and no scores')
  const { candidates, seats, withdrawn, ballots } = profile
  yield `${candidates.length} ${seats}\n`
  if (withdrawn.length > 0) yield `${withdrawn.map((candidate) => -candidate - 1).join(' ')}\n`
  for (let ballot = 0; ballot < ballots.count; ballot++) {
    const weight = ballots.weights[ballot] ?? 0
    if (weight > 0) yield `${[weight, ...rankingOf(ballots, ballot).map(placeText), 0].join(' ')}\n`
  }
  yield '0\n'
  for (const name of [...candidates, title]) yield `"${name.replaceAll('"', '""')}"\n`
}

function placeText(place: readonly number[]): string {
  return place.length === 0 ? '-' : place.map((candidate) => candidate + 1).join('=')
}
