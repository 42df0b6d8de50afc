import { canonicalJson } from '../json.ts'
import { paperOf } from './contest-method.ts'
import type { Contest, Group, Manifest } from './manifest-body.ts'

/** Longest canonical `{body, signature}` of a ballot, in bytes. */
export const MAX_BALLOT_BYTES = 32_768
export const MAX_SEQUENCE = 99

/**
 * The length of the longest ballot that the rules of `manifest` allow, in canonical bytes: an election in which some voters
 * would be too verbose to vote must not open.
 */
export function largestBallot(manifest: Manifest): number {
  const votes = new Map(manifest.contests.map((contest) => [contest.id, longestVote(contest)]))
  const lengths = manifest.groups.map((group) => {
    const members = group.contests.map((id) => votes.get(id) ?? 0)
    return blankBallot(group, manifest) + members.reduce((sum, length) => sum + length, members.length - 1)
  })
  return Math.max(...lengths)
}

/** The length of a ballot in which `votes` is `{}`. Every character of a ballot is one byte: ids, base64url and digits. */
function blankBallot(group: Group, { election, registrars, quorum, recast }: Manifest): number {
  const signers = longest(registrars).slice(0, quorum)
  const signatures = signers.map((registrar) => ({ registrar, signature: letters(256) }))
  const credential = { group: group.id, key: letters(32), signatures }
  const header = { v: 1, election, manifest: letters(32) }
  const body = { ...header, credential, sequence: recast === 'none' ? 0 : MAX_SEQUENCE, votes: {} }
  return canonicalJson({ body, signature: letters(64) }).length
}

/** The length of `"contest":["option","option"]` with as many and as long options as it may have. */
function longestVote({ id, method, options, maxSelections, maxScore = 0 }: Contest): number {
  const marked = longest(options).slice(0, maxSelections)
  const scored = paperOf(method) === 'scores'
  const vote = scored ? Object.fromEntries(marked.map((option) => [option, maxScore])) : marked
  /** Each pair of equals has brackets of its own. */
  const brackets = paperOf(method) === 'weak-ranking' ? 2 * Math.floor(marked.length / 2) : 0
  return canonicalJson({ [id]: vote }).length + brackets - '{}'.length
}

function longest(items: readonly { readonly id: string }[]): string[] {
  return items.map(({ id }) => id).sort((a, b) => b.length - a.length)
}

/** As long as base64url of so many bytes. */
function letters(bytes: number): string {
  return 'A'.repeat(Math.ceil((bytes * 4) / 3))
}
