import type { Tie } from '#protocol/counting/transcript'
import { msg, str } from '@lit/localize'
import type { CountReading } from './count-reading.ts'
import { brief } from './exact.ts'
import { isByOrder } from './standing.ts'

/** A tie in sentences: between whom and over what, by which rule it is broken, and for or against whom. */
export function tieWords(count: CountReading, tie: Tie): readonly string[] {
  const isOpen = !count.final && isByOrder(tie)
  return [
    matterWords(count, tie),
    ...failedRules(count, tie),
    isOpen ? openRuleWords(count, tie) : ruleWords(count, tie),
    isOpen ? msg('What follows depends on it.') : outcomeWords(count, tie),
  ]
}

function matterWords(count: CountReading, { over, tied, round }: Tie): string {
  const names = count.names(tied)
  switch (over) {
    case 'seat':
      return msg(str`A tie: ${names} are level, and there is not a place for each of them.`)
    case 'elimination':
      return count.method === 'stv-meek'
        ? msg(
            str`A tie: one of ${names} has to be eliminated. Their votes are equal, or differ by no more than the surplus of ${brief(count.transcript.rounds[round]?.surplus ?? '0')} that is still to be passed on.`,
          )
        : msg(str`A tie: ${names} are level with the fewest votes, and one of them has to be eliminated.`)
    case 'surplus':
      return msg(str`A tie: ${names} have an equal surplus, and one has to be passed on first.`)
    case 'finalist':
      return msg(
        str`A tie: ${names} have equally many points, and there is not a place in the runoff for each.`,
      )
    case 'victory':
      return msg(str`A tie: wins of ${names} are equally strong, and not all of them can be locked.`)
  }
}

/** What was tried before an order or a lot. */
function failedRules({ method }: CountReading, tie: Tie): readonly string[] {
  if (!isByOrder(tie)) return []
  if (tie.over === 'finalist') return [msg('Their wins against one another do not decide.')]
  if (tie.over === 'seat') return method === 'star' ? [msg('Their points are equal too.')] : []
  const looksBack = (tie.over === 'elimination' || tie.over === 'surplus') && method !== 'stv-meek'
  return looksBack && tie.round > 0 ? [msg('The rounds before do not decide.')] : []
}

function ruleWords(count: CountReading, { rule, tied, decidedIn = 0 }: Tie): string {
  switch (rule) {
    case 'previous-round':
      return msg(str`Going back round by round, round ${decidedIn + 1} decides.`)
    case 'head-to-head':
      return msg('Their wins against one another decide.')
    case 'score':
      return msg('The higher number of points decides.')
    case 'order':
      return msg(str`The order published before the election decides: ${count.inOrder(tied)}.`)
    case 'lot':
      return msg('A lot drawn in public decides.')
  }
}

function openRuleWords(count: CountReading, { rule, tied }: Tie): string {
  return rule === 'lot'
    ? msg('If it stayed so, a lot drawn in public would decide.')
    : msg(str`If it stayed so, the order published before the election would decide: ${count.inOrder(tied)}.`)
}

function outcomeWords(count: CountReading, { over, chosen }: Tie): string {
  const names = count.names(chosen)
  switch (over) {
    case 'seat':
      return msg(str`Gets a place: ${names}.`)
    case 'elimination':
      return msg(str`Eliminated: ${names}.`)
    case 'surplus':
      return msg(str`Passed on first: the surplus of ${names}.`)
    case 'finalist':
      return msg(str`In the runoff: ${names}.`)
    case 'victory':
      return msg(str`Looked at first: the wins of ${names}.`)
  }
}
