import { ProfileBuilder } from './profile-builder.ts'
import type { DistinctBallots, Profile, Ranking } from './profile.ts'
import { rankingOf } from './profile.ts'
import { Turnout } from './turnout.ts'

export const MEEK_DECIMALS = 9
export const MEEK_UNIT = 10n ** BigInt(MEEK_DECIMALS)

/** Steps B.2.a and b of the reference rule, in units of 10^−9 votes. */
export interface Distribution {
  readonly votes: readonly bigint[]
  readonly exhausted: bigint
  readonly quota: bigint
}

/** The ballots of a Meek count: for each the candidates who stand, in order of preference, as far as it can be read. */
export class MeekBallots {
  readonly turnout = new Turnout()
  readonly #profile: Profile
  readonly #ballots: DistinctBallots

  constructor(profile: Profile) {
    this.#profile = profile
    const builder = new ProfileBuilder('ranked')
    profile.ballots.weights.forEach((weight, ballot) => {
      if (weight > 0) this.#read(rankingOf(profile.ballots, ballot), weight, builder)
    })
    this.#ballots = builder.build(profile).ballots
  }

  /**
   * The ballots as far as their weight can come while these are elected and hopeful: to the first hopeful candidate, who
   * keeps all of it. Rounding depends on the way alone, so that ballots with one way are one ballot: there are few.
   */
  condense(elected: readonly number[], hopeful: readonly number[]): DistinctBallots {
    const builder = new ProfileBuilder('ranked')
    const [isElected, isHopeful] = [elected, hopeful].map((group) =>
      this.#profile.candidates.map((_, candidate) => group.includes(candidate)),
    )
    const { marks, starts, weights, count } = this.#ballots
    for (let ballot = 0; ballot < count; ballot++) {
      for (let at = starts[ballot] ?? 0, end = starts[ballot + 1] ?? 0; at < end; at++) {
        const candidate = marks[at] ?? 0
        if (isElected?.[candidate]) builder.rank(candidate)
        else if (isHopeful?.[candidate]) {
          builder.rank(candidate)
          break
        }
      }
      builder.end(weights[ballot] ?? 0)
    }
    return builder.build(this.#profile).ballots
  }

  #read(ranking: Ranking, weight: number, builder: ProfileBuilder): void {
    const { withdrawn } = this.#profile
    const places = ranking
      .map((place) => place.filter((candidate) => !withdrawn.includes(candidate)))
      .filter((place) => place.length > 0)
    const overvote = places.findIndex((place) => place.length > 1)
    const readable = overvote < 0 ? places : places.slice(0, overvote)
    if (readable.length === 0) return this.turnout.count(places.length === 0 ? 'blank' : 'invalid', weight)
    this.turnout.count('valid', weight)
    for (const candidate of new Set(readable.flat())) builder.rank(candidate)
    builder.end(weight)
  }
}

/** Distributes every ballot by the keep factors, and updates the quota for so many seats. */
export function distribute(ballots: DistinctBallots, keep: readonly bigint[], seats: number): Distribution {
  const votes = keep.map(() => 0n)
  let exhausted = 0n
  for (let ballot = 0; ballot < ballots.count; ballot++) {
    const weight = BigInt(ballots.weights[ballot] ?? 0)
    let left = MEEK_UNIT
    for (let at = ballots.starts[ballot] ?? 0; at < (ballots.starts[ballot + 1] ?? 0) && left > 0n; at++) {
      const candidate = ballots.marks[at] ?? 0
      const kept = ceilDivide(left * (keep[candidate] ?? 0n), MEEK_UNIT)
      votes[candidate] = (votes[candidate] ?? 0n) + kept * weight
      left -= kept
    }
    exhausted += left * weight
  }
  const quota = votes.reduce((sum, each) => sum + each, 0n) / BigInt(seats + 1) + 1n
  return { votes, exhausted, quota }
}

export function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor
}
