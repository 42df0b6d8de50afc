import type { Contest } from '#protocol/formats/manifest'
import type { Vote } from '#protocol/formats/votes'
import { str } from '@lit/localize'
import { counted } from '../../language/counted.ts'
import { formatNumber, formatSequence } from '../../language/format.ts'
import { plainText } from '../../language/local-text.ts'
import { isolated } from '../../language/text-in.ts'
import { choiceLines } from '../choice-lines.ts'

/** More names would take the room of the options. */
const MOST_NAMED = 3

/** What is marked so far, in the order of the vote: "1 Ada, 2 Ben, 3 Chen and 2 more". */
export function trayWords(contest: Contest, vote: Vote): string {
  const named = choiceLines(contest, vote).flatMap(({ place, options, score }) =>
    options.map(({ title }) => {
      const name = isolated(plainText(title))
      if (place !== undefined) return `${formatNumber(place)}\u00a0${name}`
      return score === undefined ? name : `${name}\u00a0${formatNumber(score)}`
    }),
  )
  const list = formatSequence(named.slice(0, MOST_NAMED))
  const rest = named.length - MOST_NAMED
  return rest <= 0 ? list : counted(rest, `${list} and 1 more`, str`${list} and ${rest} more`)
}
