import { ownMember } from '#protocol/decode'
import { paperOf } from '#protocol/formats/contest-method'
import type { Contest } from '#protocol/formats/manifest'
import type { Vote } from '#protocol/formats/votes'
import { isBlank, isScored, markedOptions } from '#protocol/formats/votes'
import type { BallotStore } from './read-ballots.ts'
import { countedBallots } from './counted-ballots.ts'
import type { Snapshot } from './snapshot.ts'

/** One ballot in one contest. */
export interface ContestVote {
  /** Its name in the log. */
  readonly ballot: string
  /** Of the voter's group. */
  readonly weight: number
  readonly vote: Vote
}

/** The ballots that count in a contest, in the order of the log. Groups that do not vote in it have none. */
export async function* contestVotes(
  snapshot: Snapshot,
  store: BallotStore,
  contest: Contest,
): AsyncGenerator<ContestVote> {
  const weights = new Map(snapshot.live.manifest.body.groups.map(({ id, weight }) => [id, weight]))
  for await (const { _id, body } of countedBallots(snapshot, store)) {
    const vote = ownMember(body.votes, contest.id)
    const weight = weights.get(body.credential.group) ?? 0
    if (vote !== undefined) yield { ballot: _id, weight, vote }
  }
}

/** Ids of options by place, as other programs know ballots; what is chosen without an order shares the first. */
export function placesOf({ method }: Contest, vote: Vote): readonly (readonly string[])[] {
  if (paperOf(method) === 'ranking' || paperOf(method) === 'weak-ranking')
    return isScored(vote) ? [] : vote.map((place) => (typeof place === 'string' ? [place] : place))
  return isBlank(vote) ? [] : [markedOptions(vote)]
}

/**
 * The options of a contest by name, in the order that breaks its ties: other programs break theirs by the order of a file.
 * Names are the titles, with the ids when two of them are alike.
 */
export function namedOptions({ options, ties }: Contest): { readonly id: string; readonly name: string }[] {
  const titles = new Map(options.map(({ id, title }) => [id, plainTitle(title)]))
  const isClear = new Set(titles.values()).size === titles.size && ![...titles.values()].includes('')
  return ties.map((id) => {
    const title = titles.get(id) ?? ''
    return { id, name: isClear ? title : `${title} (${id})`.trim() }
  })
}

/** English where there is some; otherwise the first language. */
export function plainTitle(title: Readonly<Record<string, string>>): string {
  return (ownMember(title, 'en') ?? Object.values(title)[0] ?? '').trim()
}
