import { ownMember } from '../decode.ts'
import type { Contest } from '../formats/manifest.ts'

export interface Elected {
  /** In order of election. */
  readonly elected: readonly string[]
  readonly tied: readonly string[]
}

/**
 * Elects the `seats` options with the most votes: plurality and approval differ in the ballot, not in the count.
 * An option without a vote is not elected. Equal votes are ordered by the manifest's public `ties`; `tied` names the
 * options among which that order, and not the voters, decided a seat.
 */
export function electMostVotes(contest: Contest, votes: Readonly<Record<string, number>>): Elected {
  const votesOf = (option: string): number => ownMember(votes, option) ?? 0
  const ranked = contest.ties.filter((option) => votesOf(option) > 0).sort((a, b) => votesOf(b) - votesOf(a))
  const elected = ranked.slice(0, contest.seats)
  const last = elected.at(-1)
  const next = ranked[contest.seats]
  const decidedByOrder = last !== undefined && next !== undefined && votesOf(last) === votesOf(next)
  return { elected, tied: decidedByOrder ? ranked.filter((option) => votesOf(option) === votesOf(last)) : [] }
}
