import type { CountOptions } from './contest.ts'
import { standing, tieBreakOf } from './contest.ts'
import { exact } from './counting-error.ts'
import { formatScaled } from './decimals.ts'
import { frameOf } from './one-round.ts'
import type { Profile } from './profile.ts'
import { GregoryPapers } from './stv-papers.ts'
import { TieBreaker } from './tie-breaker.ts'
import type { CountResult, Decision, Reason, Round, Transfer } from './transcript.ts'

const DECIMALS = 5
const UNIT = 10 ** DECIMALS

/**
 * The single transferable vote of Scottish local elections: weighted inclusive Gregory at five decimals. Source: Scottish
 * Local Government Elections Order 2011 (SSI 2011/399), Schedule 1, rules 46 to 53, and article 2.
 *
 * - Quota (47): valid ballots / (seats + 1), without decimals, plus one. Whoever reaches it is elected at once (48).
 * - Surplus (49): all papers of the elected move, each at surplus × its value / votes of the candidate, cut at five
 *   decimals. One surplus a round, the largest first (50). What is cut is lost, and shown.
 * - Elimination (51): when no surplus waits, the one candidate with the fewest votes; its papers move at the value they have.
 * - Last seats (53): when as many candidates are left as seats, they are elected, and no surplus moves any more. The papers
 *   of a candidate who was excluded just before do move: rule 51(3) has no exception.
 * - Ties for elimination (52) and for the larger surplus (50): the latest earlier round in which the tied differed; among
 *   those who were alike there, the round before; then what the order says by lot: the lot, or the public order.
 * - A paper must give a single first preference (rule 44): one with equals there, or without a first place, is invalid.
 * - Later on the next preference has to follow in consecutive order (article 2): at a place that was skipped or has equals
 *   the paper is not transferable and exhausts.
 * - A candidate who withdrew is read as if not on the paper. Without a valid ballot nobody is elected.
 */
export function countScottishStv(profile: Profile, options: CountOptions): CountResult {
  const count = new ScottishCount(profile, options)
  const rounds = count.run()
  const winners = rounds.flatMap(({ elected }) => elected.map(({ candidate }) => candidate))
  return { ...frameOf('stv-scottish', profile, count.papers.turnout), winners, rounds, ties: count.ties.ties }
}

class ScottishCount {
  readonly papers: GregoryPapers
  readonly ties: TieBreaker
  readonly #seats: number
  readonly #quota: number
  readonly #rounds: Round[] = []
  readonly #history: (readonly number[])[] = []
  #hopeful: readonly number[]
  #elected = 0
  /** Elected, with a surplus to be transferred. */
  #pending: readonly number[] = []

  constructor(profile: Profile, options: CountOptions) {
    this.papers = new GregoryPapers(profile, UNIT)
    this.ties = new TieBreaker(profile.candidates.length, tieBreakOf(options))
    this.#seats = profile.seats
    this.#hopeful = standing(profile)
    this.#quota = exact((Math.floor(this.papers.turnout.valid / (profile.seats + 1)) + 1) * UNIT)
  }

  run(): readonly Round[] {
    let transfers: Transfer[] = []
    for (;;) {
      this.#history.push([...this.papers.votes])
      const elected =
        this.papers.turnout.valid === 0 ? [] : [...this.#electReached(), ...this.#electRemaining()]
      const done = this.papers.turnout.valid === 0 || this.#vacancies === 0 || this.#hopeful.length === 0
      const surplus = this.#pending.reduce((sum, each) => sum + this.#votes(each) - this.#quota, 0)
      const eliminated = done || this.#pending.length > 0 ? [] : [this.#findLowest()]
      this.#rounds.push({ ...this.#figures(surplus), transfers, elected, eliminated })
      if (done) return this.#rounds
      transfers = [eliminated[0] ? this.#exclude(eliminated[0].candidate) : this.#transferSurplus()]
    }
  }

  get #vacancies(): number {
    return this.#seats - this.#elected
  }

  #electReached(): Decision[] {
    const reached = this.#hopeful.filter((candidate) => this.#votes(candidate) >= this.#quota)
    const quota = formatScaled(this.#quota, DECIMALS)
    this.#pending = [...this.#pending, ...reached.filter((candidate) => this.#votes(candidate) > this.#quota)]
    return this.#elect(reached, (votes) => ({ code: 'quota', votes, quota }))
  }

  #electRemaining(): Decision[] {
    const room = this.#vacancies
    if (room === 0 || this.#hopeful.length > room) return []
    return this.#elect(this.#hopeful, (votes) => ({ code: 'remaining', votes }))
  }

  #elect(candidates: readonly number[], reason: (votes: string) => Reason): Decision[] {
    const ordered = [...candidates].sort((a, b) => this.#votes(b) - this.#votes(a) || this.ties.compare(a, b))
    for (const candidate of ordered) this.papers.close(candidate)
    this.#elected += ordered.length
    this.#hopeful = this.#hopeful.filter((candidate) => !candidates.includes(candidate))
    return ordered.map((candidate) => ({
      candidate,
      reason: reason(formatScaled(this.#votes(candidate), DECIMALS)),
    }))
  }

  #transferSurplus(): Transfer {
    const most = Math.max(...this.#pending.map((candidate) => this.#votes(candidate)))
    const largest = this.#pending.filter((candidate) => this.#votes(candidate) === most)
    const from = this.ties.backwards('surplus', largest, this.#history)
    this.#pending = this.#pending.filter((candidate) => candidate !== from)
    return this.papers.transferSurplus(from, this.#quota)
  }

  #findLowest(): Decision {
    const least = Math.min(...this.#hopeful.map((candidate) => this.#votes(candidate)))
    const lowest = this.#hopeful.filter((candidate) => this.#votes(candidate) === least)
    const candidate = this.ties.backwards('elimination', lowest, this.#history)
    return { candidate, reason: { code: 'fewest-votes', votes: formatScaled(least, DECIMALS) } }
  }

  #exclude(candidate: number): Transfer {
    this.#hopeful = this.#hopeful.filter((each) => each !== candidate)
    return this.papers.transferAll(candidate)
  }

  #votes(candidate: number): number {
    return this.papers.votes[candidate] ?? 0
  }

  #figures(surplus: number): Omit<Round, 'transfers' | 'elected' | 'eliminated'> {
    const { votes, exhausted, lost } = this.papers
    return {
      votes: votes.map((each) => formatScaled(each, DECIMALS)),
      exhausted: formatScaled(exhausted, DECIMALS),
      lost: formatScaled(lost, DECIMALS),
      quota: formatScaled(this.#quota, DECIMALS),
      surplus: formatScaled(surplus, DECIMALS),
    }
  }
}
