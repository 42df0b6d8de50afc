import type { Ranking, Vote } from '#protocol/formats/votes'
import { isScored } from '#protocol/formats/votes'

/** A ranking while it is made: the places from the first on, each with one option or with equals. No place is empty. */
export type Places = readonly (readonly string[])[]

export function placesOf(vote: Vote): Places {
  return isScored(vote) ? [] : vote.map((item) => (typeof item === 'string' ? [item] : item))
}

/** The same as a ballot spells it: one option by itself, equals sorted. */
export function rankingOf(places: Places): Ranking {
  return places.map((equals) => {
    const [first = ''] = equals
    return equals.length === 1 ? first : [...equals].sort()
  })
}

/** From 0; -1 for an option without a place. */
export function indexOfPlace(places: Places, option: string): number {
  return places.findIndex((equals) => equals.includes(option))
}

/** Gives `option` the next place. What has one keeps it. */
export function rankNext(places: Places, option: string): Places {
  return indexOfPlace(places, option) < 0 ? [...places, [option]] : places
}

export function unrank(places: Places, option: string): Places {
  return places.map((equals) => equals.filter((each) => each !== option)).filter(({ length }) => length > 0)
}

/**
 * Moves `option` one place towards the first (`up`) or the last. Alone, it changes places with its neighbour; among equals, it
 * leaves them for a place of its own.
 */
export function move(places: Places, option: string, direction: 'up' | 'down'): Places {
  const from = indexOfPlace(places, option)
  const equals = places[from]
  if (!equals) return places
  const step = direction === 'up' ? -1 : 1
  if (equals.length > 1) {
    const rest = equals.filter((each) => each !== option)
    return places.toSpliced(from, 1, ...(direction === 'up' ? [[option], rest] : [rest, [option]]))
  }
  const neighbour = places[from + step]
  return neighbour ? places.with(from + step, equals).with(from, neighbour) : places
}

/** Whether {@link move} would change anything. */
export function canMove(places: Places, option: string, direction: 'up' | 'down'): boolean {
  const from = indexOfPlace(places, option)
  const shared = (places[from]?.length ?? 0) > 1
  return from >= 0 && (shared || (direction === 'up' ? from > 0 : from < places.length - 1))
}

/** Lets `option` share the place before its own. */
export function joinAbove(places: Places, option: string): Places {
  const above = indexOfPlace(places, option) - 1
  const equals = places[above]
  if (!equals) return places
  return unrank(places, option).with(above, [...equals, option])
}
