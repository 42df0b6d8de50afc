import { ownMember } from '#protocol/decode'
import type { Votes } from '#protocol/formats/ballot'
import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import type { Ranking, Scores, Vote } from '#protocol/formats/votes'
import { blankVote, isBlank, isScored, markedOptions } from '#protocol/formats/votes'
import { placesOf, rankingOf } from './ranking.ts'

export type Option = Contest['options'][number]

/** True where a voter can come to a limit that turns the other options off. One single choice is changed, not limited. */
export function isLimited({
  method,
  maxSelections,
  options,
}: Pick<Contest, 'method' | 'maxSelections' | 'options'>): boolean {
  const changed = maxSelections === 1 && paperOf(method) === 'selection'
  return !changed && maxSelections < options.length
}

export function isFull({ maxSelections }: Pick<Contest, 'maxSelections'>, vote: Vote): boolean {
  return markedOptions(vote).length >= maxSelections
}

/**
 * True when a voter used less of a contest than they could: nothing at all, or in plurality fewer than allowed. In
 * approval, in a ranking and in scores every number of options is a whole answer.
 */
export function isUndervote(
  { method, maxSelections }: Pick<Contest, 'method' | 'maxSelections'>,
  vote: Vote,
): boolean {
  return isBlank(vote) || (method === 'plurality' && markedOptions(vote).length < maxSelections)
}

/** The marked options in the ballot paper's order; ids that are not on it are left out. */
export function markedOn({ options }: Pick<Contest, 'options'>, vote: Vote): readonly Option[] {
  const marked = new Set(markedOptions(vote))
  return options.filter(({ id }) => marked.has(id))
}

/**
 * What a ballot carries: every contest, each vote in its one spelling. A draft that a reload brought back is held to the
 * paper: what is not on it, beyond the limit, or of another kind falls away.
 */
export function votesOf(contests: readonly Contest[], draft: Votes): Votes {
  return Object.fromEntries(
    contests.map((contest) => [contest.id, holdToPaper(contest, ownMember(draft, contest.id))]),
  )
}

function holdToPaper(contest: Contest, vote = blankVote(contest)): Vote {
  const paper = paperOf(contest.method)
  if (isScored(vote)) return paper === 'scores' ? holdScores(contest, vote) : []
  if (paper === 'scores') return {}
  if (paper !== 'selection') return holdRanking(contest, vote)
  return markedOn(contest, vote)
    .map(({ id }) => id)
    .slice(0, contest.maxSelections)
    .sort()
}

function holdRanking({ method, maxSelections, options }: Contest, vote: Ranking): Ranking {
  const mayShare = paperOf(method) === 'weak-ranking'
  const left = new Set(options.map(({ id }) => id))
  let room = maxSelections
  const keep = (option: string): boolean => left.delete(option) && room-- > 0
  const places = placesOf(vote).map((equals) => equals.filter(keep))
  const held = mayShare ? places : places.flat().map((option) => [option])
  return rankingOf(held.filter(({ length }) => length > 0))
}

function holdScores({ options, maxScore = 0, maxSelections }: Contest, vote: Scores): Scores {
  const held = options.flatMap(({ id }) => {
    const score = ownMember(vote, id)
    return score !== undefined && Number.isInteger(score) && score >= 0 && score <= maxScore
      ? [[id, score] as const]
      : []
  })
  return Object.fromEntries(held.slice(0, maxSelections))
}
