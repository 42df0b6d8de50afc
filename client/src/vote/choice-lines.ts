import { ownMember } from '#protocol/decode'
import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import type { Vote } from '#protocol/formats/votes'
import { isScored } from '#protocol/formats/votes'
import type { Option } from './choices.ts'
import { markedOn } from './choices.ts'
import { placesOf } from './ranking.ts'

/** What a vote says of one option, or of options that share a place. */
export interface ChoiceLine {
  readonly options: readonly Option[]
  /** In a ranking, from 1. */
  readonly place?: number
  readonly score?: number
}

/** A vote to be read: a ranking in its order, else the marked options in the order of the paper. */
export function choiceLines(contest: Pick<Contest, 'method' | 'options'>, vote: Vote): readonly ChoiceLine[] {
  if (isScored(vote))
    return markedOn(contest, vote).map((option) => ({
      options: [option],
      score: ownMember(vote, option.id) ?? 0,
    }))
  if (paperOf(contest.method) === 'selection')
    return markedOn(contest, vote).map((option) => ({ options: [option] }))
  return placesOf(vote).map((equals, index) => ({
    options: markedOn(contest, [...equals]),
    place: index + 1,
  }))
}
