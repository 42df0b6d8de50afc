import type { Contest, Manifest } from '#protocol/formats/manifest'
import type { ContestResult } from '#protocol/formats/result'

export interface OptionShare {
  readonly id: string
  readonly title: Readonly<Record<string, string>>
  readonly votes: number
  /** From 0 to 1; of what, says {@link ShareBase}. */
  readonly share: number
  readonly elected: boolean
  readonly tied: boolean
}

/** `ballots`: of the ballots with a choice in the contest. `votes`: of all votes, where some ballots weigh more. */
export type ShareBase = { readonly kind: 'ballots' | 'votes'; readonly total: number }

/** What percentages in a contest are of. With weighted groups a share of the ballots could pass 100 %. */
export function shareBase(manifest: Manifest, contest: Contest, result: ContestResult): ShareBase {
  const voting = manifest.groups.filter((group) => group.contests.includes(contest.id))
  if (voting.every((group) => group.weight === 1))
    return { kind: 'ballots', total: result.ballots - result.blank }
  return { kind: 'votes', total: Object.values(result.votes).reduce((sum, votes) => sum + votes, 0) }
}

/** The options with the most votes first; equal ones in the ballot paper's order. */
export function optionShares(
  contest: Contest,
  result: ContestResult,
  base: ShareBase,
): readonly OptionShare[] {
  const shares = contest.options.map(({ id, title }) => {
    const votes = result.votes[id] ?? 0
    const share = base.total > 0 ? votes / base.total : 0
    return { id, title, votes, share, elected: result.elected.includes(id), tied: result.tied.includes(id) }
  })
  return shares.sort((a, b) => b.votes - a.votes)
}

/** Ids of the tied options in the order that the manifest published before the election. */
export function tieOrder(contest: Contest, result: ContestResult): readonly string[] {
  return contest.ties.filter((id) => result.tied.includes(id))
}
