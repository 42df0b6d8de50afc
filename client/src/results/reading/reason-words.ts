import type { Decision, Tie } from '#protocol/counting/transcript'
import { msg, str } from '@lit/localize'
import type { CountReading } from './count-reading.ts'
import { brief, pointsWords, votesWords } from './exact.ts'

/**
 * Why an option was elected or eliminated, in one sentence that says no more than the count does: it stands whoever won
 * a tie.
 */
export function reasonWords(count: CountReading, round: number, { candidate, reason }: Decision): string {
  const name = count.name(candidate)
  switch (reason.code) {
    case 'most-votes':
      return mostWords(count, name, reason.votes)
    case 'majority':
      return msg(
        str`${name} has ${votesWords(reason.votes)}, which is more than half of all that are still in the count: ${brief(reason.of)}.`,
      )
    case 'quota':
      return msg(
        str`${name} has ${votesWords(reason.votes)} and so reaches the quota of ${brief(reason.quota)}.`,
      )
    case 'remaining':
      return msg(
        str`${name} has ${votesWords(reason.votes)}. That is less than the quota, but no more options are left than places, so each of them gets one.`,
      )
    case 'runoff':
      return msg(
        str`In the runoff ${name} has ${votesWords(reason.votes)} and ${count.name(reason.other)} has ${votesWords(reason.otherVotes)}.`,
      )
    case 'beats-all':
      return msg(
        str`More votes prefer ${name} to each other option without a place than the other way round.`,
      )
    case 'strongest-paths':
      return msg(
        str`No option beats each of the others. None has a stronger chain of wins over ${name} than ${name} has over it.`,
      )
    case 'unbeaten':
      return msg(
        str`No option beats each of the others. No option without a place has a locked win over ${name}.`,
      )
    case 'fewest-votes':
      return fewestWords(count, round, candidate, reason.votes)
    case 'not-finalist':
      return msg(str`${name} has ${pointsWords(reason.votes)}, and two options have at least as many.`)
  }
}

/** Equal votes may have been enough or not: the tie beside it says for whom. */
function mostWords({ method }: CountReading, name: string, votes: string): string {
  const amount = method === 'plurality' || method === 'approval' ? votesWords(votes) : pointsWords(votes)
  return msg(str`${name} has ${amount}, and no option without a place has more.`)
}

/** By Meek's method those are tied whose votes differ by less than what is still to be passed on. */
function fewestWords(count: CountReading, round: number, candidate: number, votes: string): string {
  const name = count.name(candidate)
  const isClose = (tie: Tie): boolean => tie.round === round && tie.over === 'elimination'
  if (count.method === 'stv-meek' && count.transcript.ties.some(isClose))
    return msg(str`${name} has ${votesWords(votes)}, the fewest or so close to them that it counts as a tie.`)
  return msg(str`${name} has ${votesWords(votes)}, and no option still in the count has fewer.`)
}
