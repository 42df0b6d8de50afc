import type { Method } from '#protocol/counting/transcript'
import { msg, str } from '@lit/localize'
import { counted } from '../../language/counted.ts'
import { formatNumber } from '../../language/format.ts'
import type { CountReading } from './count-reading.ts'

/** The rule in a sentence or two, and the places: "… 3 places." */
export function ruleWords({ method, contest }: CountReading): string {
  const { seats, maxScore = 0 } = contest
  const places = counted(seats, '1 place.', str`${seats} places.`)
  return `${methodWords(method, maxScore)} ${places}`
}

function methodWords(method: Method, most: number): string {
  switch (method) {
    case 'score':
      return msg(str`Score: each voter gave options 0 to ${most} points. The most points win.`)
    case 'star':
      return msg(
        str`STAR: each voter gave options 0 to ${most} points. The two options with the most points go into a runoff; the one that more ballots score higher wins it.`,
      )
    case 'borda':
      return msg(
        'Borda: each voter ranked options. On each ballot an option gets a point for every option below it, and half a point for every one beside it. The most points win.',
      )
    case 'irv':
      return msg(
        'Instant runoff: each voter ranked options. The option with the fewest votes is eliminated and its ballots go to the next choice on them, until two are left. The one with more votes wins.',
      )
    case 'stv-scottish':
      return msg(
        'Single transferable vote by the Scottish rules: each voter ranked options. An option that reaches the quota is elected. Votes above the quota, and those of eliminated options, go to the next choices on the ballots.',
      )
    case 'stv-meek':
      return msg(
        'Single transferable vote by Meek’s method: each voter ranked options. An option that reaches the quota is elected and keeps only the part of each vote that it needs. The rest, and the votes of eliminated options, go to the next choices on the ballots.',
      )
    case 'schulze':
      return msg(
        'Schulze: each voter ranked options, and every two of them are compared. An option that beats each of the others wins. If there is none, the strongest chains of wins decide.',
      )
    case 'ranked-pairs':
      return msg(
        'Ranked pairs: each voter ranked options, and every two of them are compared. An option that beats each of the others wins. If there is none, the strongest wins count first.',
      )
    case 'plurality':
    case 'approval':
      return ''
  }
}

/** "309 ballots with a choice here. Left blank: 3." */
export function ballotWords({ voters, evenly, result }: CountReading): string {
  return [
    counted(voters, '1 ballot with a choice here.', str`${formatNumber(voters)} ballots with a choice here.`),
    ...(evenly ? [] : [msg('Some ballots weigh more than others.')]),
    msg(str`Left blank: ${formatNumber(result.blank)}.`),
  ].join(' ')
}
