import type { Contest } from '#protocol/formats/manifest'
import { msg, str } from '@lit/localize'
import { formatList } from '../../language/format.ts'
import type { Option } from '../choices.ts'
import type { Places } from '../ranking.ts'
import { indexOfPlace } from '../ranking.ts'
import { nameOf } from './paper-element.ts'

export function placeWords(place: number): string {
  return msg(str`Place ${place}`)
}

/** Where `option` is after a step: "Ada is now in place 2 of 3." */
export function stepWords({ options }: Pick<Contest, 'options'>, places: Places, option: Option): string {
  const index = indexOfPlace(places, option.id)
  const [name, place] = [nameOf(option), index + 1]
  const equals = options.filter(({ id }) => id !== option.id && places[index]?.includes(id))
  if (equals.length === 0) return msg(str`${name} is now in place ${place} of ${places.length}.`)
  return msg(str`${name} now shares place ${place} with ${formatList(equals.map(nameOf))}.`)
}

export function unrankedWords(name: string): string {
  return msg(str`${name} is no longer ranked.`)
}
