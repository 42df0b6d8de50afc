import type { Votes } from '#protocol/formats/ballot'
import type { Contest } from '#protocol/formats/manifest'
import { markedOptions } from '#protocol/formats/votes'
import { msg, str } from '@lit/localize'

export type Option = Contest['options'][number]
type Limit = Pick<Contest, 'method' | 'maxSelections' | 'options'>

/** The limit as a voter reads it: "Choose up to 2". */
export function limitWords(contest: Limit): string {
  const { method, maxSelections, options } = contest
  if (maxSelections === 1) return msg('Choose 1')
  if (method === 'approval' && maxSelections === options.length) return msg('Choose as many as you like')
  return msg(str`Choose up to ${maxSelections}`)
}

/** True where a voter can come to a limit that turns the other options off. */
export function isLimited({ maxSelections, options }: Limit): boolean {
  return maxSelections > 1 && maxSelections < options.length
}

/** How far the choice has come: "1 of 2 chosen"; the limit is left out where there is none to reach. */
export function countWords(contest: Limit, chosen: number): string {
  if (chosen === 0) return msg('Nothing chosen yet')
  return isLimited(contest)
    ? msg(str`${chosen} of ${contest.maxSelections} chosen`)
    : msg(str`${chosen} chosen`)
}

export function isFull({ maxSelections }: Limit, chosen: readonly string[]): boolean {
  return chosen.length >= maxSelections
}

/**
 * True when a voter used less of a contest than they could: nothing at all, or in plurality fewer than allowed. In
 * approval every number of choices is a whole answer.
 */
export function isUndervote({ method, maxSelections }: Limit, chosen: readonly string[]): boolean {
  return chosen.length === 0 || (method === 'plurality' && chosen.length < maxSelections)
}

/** The chosen options in the ballot paper's order; ids that are not on it are left out. */
export function chosenOptions(
  contest: Pick<Contest, 'options'>,
  chosen: readonly string[],
): readonly Option[] {
  return contest.options.filter(({ id }) => chosen.includes(id))
}

/**
 * What a ballot carries: every contest, and of each the chosen options, sorted. A draft that a reload brought back is
 * held to the paper: options that are not on it, or beyond the limit, fall away.
 */
export function votesOf(contests: readonly Contest[], draft: Votes): Votes {
  return Object.fromEntries(
    contests.map((contest) => {
      const chosen = chosenOptions(contest, markedOptions(draft[contest.id] ?? [])).map(({ id }) => id)
      return [contest.id, chosen.slice(0, contest.maxSelections).sort()]
    }),
  )
}
