import { openCount } from '../counting/count.ts'
import type { Ranking, Scoring } from '../counting/profile.ts'
import { ownMember } from '../decode.ts'
import { paperOf } from '../formats/contest-method.ts'
import type { Contest } from '../formats/manifest-body.ts'
import type { ContestResult } from '../formats/result.ts'
import type { Scores, Vote } from '../formats/votes.ts'
import { isBlank, isScored, markedOptions } from '../formats/votes.ts'
import { electMostVotes } from './most-votes.ts'
import { summarize } from './summarize.ts'

/** The count of one contest. Adding a vote costs what it says and no more; taking it back is adding it with −1. */
export interface ContestCount {
  /** Of the contest. */
  readonly id: string
  apply(vote: Vote, weight: number, sign: 1 | -1): void
  result(): ContestResult
}

type Outcome = Omit<ContestResult, 'id' | 'ballots' | 'blank'>
interface Votes {
  apply(vote: Vote, weight: number, sign: 1 | -1): void
  outcome(): Outcome
}

export function countContest(contest: Contest): ContestCount {
  const votes = paperOf(contest.method) === 'selection' ? countSelections(contest) : countByMethod(contest)
  let ballots = 0
  let blank = 0
  return {
    id: contest.id,
    apply(vote, weight, sign) {
      ballots += sign
      if (isBlank(vote)) blank += sign
      votes.apply(vote, weight, sign)
    },
    result: () => ({ id: contest.id, ballots, blank, ...votes.outcome() }),
  }
}

function countSelections(contest: Contest): Votes {
  const votes: Record<string, number> = Object.fromEntries(contest.options.map(({ id }) => [id, 0]))
  return {
    apply(vote, weight, sign) {
      for (const option of markedOptions(vote))
        votes[option] = (ownMember(votes, option) ?? 0) + sign * weight
    },
    outcome: () => ({ votes: { ...votes }, ...electMostVotes(contest, votes) }),
  }
}

/** The candidates of the count are the options in the order of `ties`, which decides where votes do not. */
function countByMethod({ ties, ...contest }: Contest): Votes {
  const numbers = new Map(ties.map((option, number) => [option, number]))
  const numberOf = (option: string): number => numbers.get(option) ?? -1
  const kind = paperOf(contest.method) === 'scores' ? 'scored' : 'ranked'
  const counted = { kind, candidates: ties, withdrawn: [], seats: contest.seats } as const
  const running = openCount(contest.method, counted)
  return {
    apply(vote, weight, sign) {
      const ballot = isScored(vote) ? scoringOf(vote, numberOf) : rankingOf(vote, numberOf)
      if (sign > 0) running.add(ballot, weight)
      else running.remove(ballot, weight)
    },
    outcome() {
      const { rounds, ties: broken, pairwise } = running.result()
      const transcript = { rounds, ties: broken, ...(pairwise && { pairwise }) }
      return { ...summarize({ ...contest, ties }, transcript), transcript }
    },
  }
}

function rankingOf(vote: Exclude<Vote, Scores>, numberOf: (option: string) => number): Ranking {
  return vote.map((place) => (typeof place === 'string' ? [numberOf(place)] : place.map(numberOf)))
}

function scoringOf(vote: Scores, numberOf: (option: string) => number): Scoring {
  return Object.entries(vote).map(([option, score]): [number, number] => [numberOf(option), score])
}
