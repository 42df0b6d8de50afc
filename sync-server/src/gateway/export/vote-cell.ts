import type { Method } from '#protocol/counting/transcript'
import { paperOf } from '#protocol/formats/contest-method'
import type { Vote } from '#protocol/formats/votes'
import { isBlank, isScored } from '#protocol/formats/votes'

/** `keep merge`, in order of preference `sea > hill = wood`, or `jazz:5 pop:0`. */
export function voteCell(vote: Vote, method: Method): string {
  if (isBlank(vote)) return '(blank)'
  if (isScored(vote))
    return Object.entries(vote)
      .map(([option, score]) => `${option}:${score}`)
      .sort()
      .join(' ')
  const places = vote.map((place) => (typeof place === 'string' ? place : place.join(' = ')))
  return places.join(paperOf(method) === 'selection' ? ' ' : ' > ')
}
