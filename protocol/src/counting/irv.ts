import type { CountOptions } from './contest.ts'
import { standing, tieBreakOf } from './contest.ts'
import { CountingError } from './counting-error.ts'
import { formatScaled } from './decimals.ts'
import { holdPiles } from './irv-piles.ts'
import { holdShares } from './irv-shares.ts'
import { frameOf } from './one-round.ts'
import type { Profile } from './profile.ts'
import { TieBreaker } from './tie-breaker.ts'
import type { CountResult, Decision, Round, Transfer } from './transcript.ts'
import type { Turnout } from './turnout.ts'

/** Who holds which votes while candidates are eliminated; votes in units of 10^−decimals. */
export interface Holdings {
  readonly decimals: number
  readonly votes: readonly number[]
  readonly exhausted: number
  readonly lost: number
  readonly turnout: Turnout
  eliminate(candidate: number): Transfer
}

/**
 * Instant-runoff voting: the candidate with the fewest votes is eliminated and each of its ballots goes to its next choice,
 * until one of the last two has more than half of the votes that are still in the count. Source: Robert's Rules of Order Newly Revised, 12th
 * ed., §45:62–69 (preferential voting); in public law for example City of Burlington Charter §5 (2009) and, with optional
 * preferences, New South Wales Local Government (General) Regulation 2021, Schedule 4.
 *
 * - One elimination a round, also when several could not win any more: the winner is the same, and every transfer is seen.
 *   The count goes on until two candidates are left, also when one has a majority before; `stop: 'majority'` ends it there.
 * - Equal ranks (overvote): the ballot goes to the one of them who is still in the count; when there are several, it is
 *   exhausted, and invalid when that is its first choice. `equalRanks` has the other rules that are in use.
 * - Skipped ranks: passed over (`skippedRanks: 'exhaust'` ends the ballot there). A candidate named again says nothing new.
 * - Undervote: a ballot is exhausted when none of its choices is left. Blank: it names nobody who stands.
 * - Ties for elimination: the latest earlier round in which the tied differed; then the public order, or the lot.
 *
 * @throws {CountingError} one-seat.
 */
export function countIrv(profile: Profile, options: CountOptions): CountResult {
  if (profile.seats !== 1)
    throw new CountingError('one-seat', 'instant-runoff elects one; STV elects several')
  const holdings = options.equalRanks === 'split' ? holdShares(profile, options) : holdPiles(profile, options)
  const ties = new TieBreaker(profile.candidates.length, tieBreakOf(options))
  const rounds = runRounds(holdings, standing(profile), ties, options.stop === 'majority' ? Infinity : 2)
  const winners = rounds.flatMap(({ elected }) => elected.map(({ candidate }) => candidate))
  return { ...frameOf('irv', profile, holdings.turnout), winners, rounds, ties: ties.ties }
}

/** @param most so many candidates may be left when one of them is elected. */
function runRounds(
  holdings: Holdings,
  candidates: readonly number[],
  ties: TieBreaker,
  most: number,
): Round[] {
  const { valid } = holdings.turnout
  const rounds: Round[] = []
  const history: (readonly number[])[] = []
  let [continuing, transfers]: [readonly number[], Transfer[]] = [candidates, []]
  for (;;) {
    history.push([...holdings.votes])
    const elected = valid === 0 || continuing.length > most ? [] : findMajority(holdings, continuing)
    const eliminated =
      valid === 0 || elected.length > 0 ? [] : findLowest(holdings, continuing, history, ties)
    rounds.push({ ...shownVotes(holdings), transfers, elected, eliminated })
    const [out] = eliminated
    if (!out) return rounds
    continuing = continuing.filter((candidate) => candidate !== out.candidate)
    transfers = [holdings.eliminate(out.candidate)]
  }
}

function findMajority(holdings: Holdings, continuing: readonly number[]): Decision[] {
  const total = continuing.reduce((sum, candidate) => sum + (holdings.votes[candidate] ?? 0), 0)
  const winner = continuing.find((candidate) => 2 * (holdings.votes[candidate] ?? 0) > total)
  if (winner === undefined) return []
  const votes = formatScaled(holdings.votes[winner] ?? 0, holdings.decimals)
  const of = formatScaled(total, holdings.decimals)
  return [{ candidate: winner, reason: { code: 'majority', votes, of } }]
}

function findLowest(
  { votes, decimals }: Holdings,
  continuing: readonly number[],
  history: readonly (readonly number[])[],
  ties: TieBreaker,
): Decision[] {
  const least = Math.min(...continuing.map((candidate) => votes[candidate] ?? 0))
  const lowest = continuing.filter((candidate) => votes[candidate] === least)
  const candidate = ties.backwards('elimination', lowest, history)
  return [{ candidate, reason: { code: 'fewest-votes', votes: formatScaled(least, decimals) } }]
}

function shownVotes({
  votes,
  exhausted,
  lost,
  decimals,
}: Holdings): Pick<Round, 'votes' | 'exhausted' | 'lost'> {
  return {
    votes: votes.map((each) => formatScaled(each, decimals)),
    exhausted: formatScaled(exhausted, decimals),
    lost: formatScaled(lost, decimals),
  }
}
