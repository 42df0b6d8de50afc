import { ProfileBuilder } from '../counting/profile-builder.ts'
import type { Profile } from '../counting/profile.ts'
import { rankingOf, scoringOf } from '../counting/profile.ts'

/**
 * The same ballots with the candidates in another order.
 *
 * @param order of each place the candidate who comes there.
 */
export function reorderCandidates(profile: Profile, order: readonly number[]): Profile {
  const { kind, ballots, candidates, seats } = profile
  const places = new Map(order.map((candidate, place) => [candidate, place]))
  const placeOf = (candidate: number): number => places.get(candidate) ?? candidate
  const builder = new ProfileBuilder(kind)
  for (let ballot = 0; ballot < ballots.count; ballot++) {
    const marks =
      kind === 'scored'
        ? scoringOf(ballots, ballot).map(([candidate, score]) => [placeOf(candidate), score] as const)
        : rankingOf(ballots, ballot).map((place) => place.map(placeOf))
    builder.add(marks, ballots.weights[ballot] ?? 0)
  }
  const withdrawn = profile.withdrawn.map(placeOf)
  return builder.build({
    candidates: order.map((candidate) => candidates[candidate] ?? ''),
    seats,
    withdrawn,
  })
}

/**
 * Candidates whom a file declares come in its order; the others after them by code unit of their names: an order by which
 * the lines of a file come would let whoever wrote the file break its ties.
 */
export function publicOrder(names: readonly string[], declared: readonly number[]): number[] {
  const known = new Set(declared)
  const others = names.map((_, candidate) => candidate).filter((candidate) => !known.has(candidate))
  const nameOf = (candidate: number): string => names[candidate] ?? ''
  return [...declared, ...others.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))]
}
