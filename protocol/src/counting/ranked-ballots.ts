import { ProfileBuilder } from './profile-builder.ts'
import type { Profile, Ranking, Scoring } from './profile.ts'
import { rankingOf, scoringOf } from './profile.ts'

/**
 * The ranking that scores say: higher scores first, equal scores equal. A score of zero is no preference, as it is in every
 * method that adds scores: the candidate is left out, like one without a score.
 */
export function rankingFromScores(scores: Scoring): number[][] {
  const levels = new Map<number, number[]>()
  for (const [candidate, score] of scores) {
    if (score === 0) continue
    const level = levels.get(score)
    if (level) level.push(candidate)
    else levels.set(score, [candidate])
  }
  return [...levels].sort(([a], [b]) => b - a).map(([, candidates]) => candidates)
}

/** The same ballots as rankings, for the methods that count these. */
export function asRanked(profile: Profile): Profile {
  if (profile.kind === 'ranked') return profile
  const builder = new ProfileBuilder('ranked')
  const { ballots } = profile
  for (let ballot = 0; ballot < ballots.count; ballot++) {
    const weight = ballots.weights[ballot] ?? 0
    if (weight > 0) builder.add(rankingFromScores(scoringOf(ballots, ballot)), weight)
  }
  return builder.build(profile)
}

/** Calls `take` with each distinct ballot that was cast. */
export function eachBallot(
  { kind, ballots }: Profile,
  take: (ballot: Ranking | Scoring, weight: number) => void,
): void {
  const read = kind === 'ranked' ? rankingOf : scoringOf
  for (let ballot = 0; ballot < ballots.count; ballot++) {
    const weight = ballots.weights[ballot] ?? 0
    if (weight > 0) take(read(ballots, ballot), weight)
  }
}
