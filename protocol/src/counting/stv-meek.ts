import type { CountOptions } from './contest.ts'
import { standing, tieBreakOf } from './contest.ts'
import { formatScaled } from './decimals.ts'
import type { Distribution } from './meek-distribution.ts'
import { ceilDivide, distribute, MEEK_DECIMALS, MEEK_UNIT, MeekBallots } from './meek-distribution.ts'
import { frameOf } from './one-round.ts'
import type { Profile } from './profile.ts'
import { TieBreaker } from './tie-breaker.ts'
import type { CountResult, Decision, Round } from './transcript.ts'

const OMEGA = MEEK_UNIT / 1_000_000n

/**
 * The single transferable vote by Meek's method, by the reference rule of the Proportional Representation Foundation
 * (prfound.org, Reference Meek Rule): nine decimals, omega 0.000001, one defeat a round. Source of the method: I. D. Hill,
 * B. A. Wichmann and D. R. Woodall, Algorithm 123: Single transferable vote by Meek's method, The Computer Journal 30 (1987),
 * 277–281. The steps of the reference rule are named in the code.
 *
 * - A ballot gives each candidate in turn the part of its weight that the candidate's keep factor says: all to a hopeful one,
 *   nothing to a defeated one, and to an elected one what brings it down to the quota. What is left is exhausted.
 * - The quota falls as ballots exhaust. Roundings go up, so that nothing is lost: votes and exhausted add up.
 * - Ties for defeat: every candidate within the total surplus of the lowest is tied with it (B.3); the rule leaves the choice
 *   to a procedure that is declared beforehand: the public order, or the lot.
 * - Equal ranks: the rule knows none. The ballot is read up to there, and invalid when that is its first place.
 * - Skipped ranks are passed over, as is a candidate named again.
 * - Without a valid ballot nobody is elected.
 */
export function countMeekStv(profile: Profile, options: CountOptions): CountResult {
  const ballots = new MeekBallots(profile)
  const ties = new TieBreaker(profile.candidates.length, tieBreakOf(options))
  const count = new MeekCount(profile, ballots, ties)
  const rounds = count.run()
  const winners = rounds.flatMap(({ elected }) => elected.map(({ candidate }) => candidate))
  return { ...frameOf('stv-meek', profile, ballots.turnout), winners, rounds, ties: ties.ties }
}

class MeekCount {
  readonly #seats: number
  readonly #ballots: MeekBallots
  readonly #ties: TieBreaker
  readonly #keep: bigint[]
  readonly #rounds: Round[] = []
  #hopeful: readonly number[]
  #elected: readonly number[] = []

  constructor(profile: Profile, ballots: MeekBallots, ties: TieBreaker) {
    this.#seats = profile.seats
    this.#ballots = ballots
    this.#ties = ties
    this.#hopeful = standing(profile)
    // Step A.
    this.#keep = profile.candidates.map((_, each) => (this.#hopeful.includes(each) ? MEEK_UNIT : 0n))
  }

  /** Steps B and C. */
  run(): readonly Round[] {
    if (this.#ballots.turnout.valid === 0) return [this.#figures(this.#distributeOnce(), [], [])]
    while (this.#elected.length < this.#seats && this.#hopeful.length + this.#elected.length > this.#seats)
      this.#rounds.push(this.#round())
    return this.#electRemaining()
  }

  /** Step B.2, and B.3 where it elects nobody. */
  #round(): Round {
    const ballots = this.#ballots.condense(this.#elected, this.#hopeful)
    for (let previous: bigint | undefined; ;) {
      const distribution = distribute(ballots, this.#keep, this.#seats)
      const elected = this.#electReached(distribution)
      if (elected.length > 0) return this.#figures(distribution, elected, [])
      const surplus = this.#surplus(distribution)
      if (surplus < OMEGA || (previous !== undefined && surplus >= previous))
        return this.#figures(distribution, [], [this.#defeat(distribution, surplus)])
      this.#updateKeepFactors(distribution)
      previous = surplus
    }
  }

  /** B.2.c. */
  #electReached({ votes, quota }: Distribution): Decision[] {
    const reached = this.#hopeful.filter((candidate) => votesOf(votes, candidate) >= quota)
    this.#elected = [...this.#elected, ...reached]
    this.#hopeful = this.#hopeful.filter((candidate) => !reached.includes(candidate))
    return this.#byVotes(reached, votes).map((candidate) => ({
      candidate,
      reason: { code: 'quota', votes: format(votesOf(votes, candidate)), quota: format(quota) },
    }))
  }

  /** B.2.d. */
  #surplus({ votes, quota }: Distribution): bigint {
    const surplus = this.#elected.reduce((sum, candidate) => sum + votesOf(votes, candidate) - quota, 0n)
    return surplus > 0n ? surplus : 0n
  }

  /** B.2.f: both divisions round up. */
  #updateKeepFactors({ votes, quota }: Distribution): void {
    for (const candidate of this.#elected) {
      const kept = ceilDivide(votesOf(this.#keep, candidate) * quota, MEEK_UNIT)
      this.#keep[candidate] = ceilDivide(kept * MEEK_UNIT, votesOf(votes, candidate))
    }
  }

  /** B.3. */
  #defeat({ votes }: Distribution, surplus: bigint): Decision {
    const [lowest = 0] = this.#byVotes(this.#hopeful, votes).reverse()
    const within = votesOf(votes, lowest) + surplus
    const tied = this.#hopeful.filter((candidate) => votesOf(votes, candidate) <= within)
    const tie = { round: this.#rounds.length, over: 'elimination' } as const
    const [candidate = lowest] = this.#ties.byOrder(tie, tied)
    this.#hopeful = this.#hopeful.filter((each) => each !== candidate)
    this.#keep[candidate] = 0n
    return { candidate, reason: { code: 'fewest-votes', votes: format(votesOf(votes, candidate)) } }
  }

  /** Step C. Whoever is left takes the seats that are left, in a round that shows the votes after the last defeat. */
  #electRemaining(): readonly Round[] {
    if (this.#elected.length === this.#seats || this.#hopeful.length === 0) return this.#rounds
    const distribution = this.#distributeOnce()
    const { votes } = distribution
    const elected = this.#byVotes(this.#hopeful, votes).map((candidate): Decision => {
      return { candidate, reason: { code: 'remaining', votes: format(votesOf(votes, candidate)) } }
    })
    return [...this.#rounds, this.#figures(distribution, elected, [])]
  }

  #distributeOnce(): Distribution {
    return distribute(this.#ballots.condense(this.#elected, this.#hopeful), this.#keep, this.#seats)
  }

  #byVotes(candidates: readonly number[], votes: readonly bigint[]): number[] {
    return [...candidates].sort((a, b) => {
      const difference = votesOf(votes, b) - votesOf(votes, a)
      return difference > 0n ? 1 : difference < 0n ? -1 : this.#ties.compare(a, b)
    })
  }

  #figures(distribution: Distribution, elected: readonly Decision[], eliminated: readonly Decision[]): Round {
    return {
      transfers: [],
      votes: distribution.votes.map(format),
      exhausted: format(distribution.exhausted),
      lost: format(0n),
      quota: format(distribution.quota),
      surplus: format(this.#surplus(distribution)),
      // B.3 sets the factor of whoever is defeated after the votes that are shown.
      keepFactors: this.#keep.map((factor, candidate) =>
        format(eliminated.some((out) => out.candidate === candidate) ? MEEK_UNIT : factor),
      ),
      elected,
      eliminated,
    }
  }
}

function votesOf(votes: readonly bigint[], candidate: number): bigint {
  return votes[candidate] ?? 0n
}

function format(units: bigint): string {
  return formatScaled(units, MEEK_DECIMALS)
}
