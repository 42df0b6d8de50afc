import type { CountedContest, CountOptions } from './contest.ts'
import { tieBreakOf } from './contest.ts'
import { formatScaled } from './decimals.ts'
import { electMost } from './elect-most.ts'
import { TieBreaker } from './tie-breaker.ts'
import type { CountResult, Method, Round } from './transcript.ts'
import type { Turnout } from './turnout.ts'

/** The parts of every result that do not depend on the method. */
export function frameOf(
  method: Method,
  { candidates, withdrawn, seats }: CountedContest,
  turnout: Turnout,
): Pick<
  CountResult,
  'method' | 'candidates' | 'withdrawn' | 'seats' | 'ballots' | 'valid' | 'blank' | 'invalid'
> {
  return { method, candidates, withdrawn, seats, ...turnout.figures() }
}

/** A round in which no votes move. */
export function stillRound(
  votes: readonly string[],
  decisions: Pick<Round, 'elected' | 'eliminated'>,
): Round {
  return { transfers: [], votes, exhausted: '0', lost: '0', ...decisions }
}

/** The result of a method that adds votes up and elects who has most. `scaled` are votes × 10^`decimals`. */
export function resultOfMost(
  method: Method,
  contest: CountedContest,
  options: CountOptions,
  { scaled, decimals, turnout }: { scaled: readonly number[]; decimals: number; turnout: Turnout },
): CountResult {
  const ties = new TieBreaker(contest.candidates.length, tieBreakOf(options))
  const winners = electMost(contest, scaled, ties)
  const votes = scaled.map((each) => formatScaled(each, decimals))
  const elected = winners.map((candidate) => ({
    candidate,
    reason: { code: 'most-votes', votes: votes[candidate] ?? '' } as const,
  }))
  const rounds = [stillRound(votes, { elected, eliminated: [] })]
  return { ...frameOf(method, contest, turnout), winners, rounds, ties: ties.ties }
}
