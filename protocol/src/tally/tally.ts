import type { BallotBody, Votes } from '../formats/ballot.ts'
import { ownMember } from '../decode.ts'
import type { Contest, Manifest } from '../formats/manifest.ts'
import { findContests } from '../formats/manifest.ts'
import type { ContestResult } from '../formats/result.ts'
import { electMostVotes } from './most-votes.ts'

interface CountingBallot {
  readonly sequence: number
  readonly group: string
  readonly votes: Votes
}

interface ContestCount {
  ballots: number
  blank: number
  readonly votes: Record<string, number>
}

export interface Count {
  readonly turnout: number
  readonly contests: readonly ContestResult[]
}

/**
 * Counts an election ballot by ballot. The count is a function of the set of ballots, not of their order: of each key
 * the highest sequence counts, and taking a lower one back costs as little as adding it did.
 */
export class Tally {
  readonly #manifest: Manifest
  readonly #groups: ReadonlyMap<string, { weight: number; contests: readonly Contest[] }>
  readonly #counting = new Map<string, CountingBallot>()
  readonly #counts: ReadonlyMap<string, ContestCount>

  constructor(manifest: Manifest) {
    this.#manifest = manifest
    this.#groups = new Map(
      manifest.groups.map(({ id, weight }) => [id, { weight, contests: findContests(manifest, id) }]),
    )
    this.#counts = new Map(manifest.contests.map((contest) => [contest.id, emptyCount(contest)]))
  }

  /** Adds a ballot that {@link checkBallot} has passed and that the log holds once per (key, sequence). */
  add({ credential, sequence, votes }: BallotBody): void {
    const earlier = this.#counting.get(credential.key)
    if (earlier && earlier.sequence >= sequence) return
    if (earlier) this.#apply(earlier, -1)
    const ballot = { sequence, group: credential.group, votes }
    this.#apply(ballot, 1)
    this.#counting.set(credential.key, ballot)
  }

  count(): Count {
    return {
      turnout: this.#counting.size,
      contests: this.#manifest.contests.map((contest) => this.#contestResult(contest)),
    }
  }

  #apply({ group, votes }: CountingBallot, sign: 1 | -1): void {
    const { weight, contests } = this.#groups.get(group) ?? { weight: 0, contests: [] }
    for (const contest of contests) {
      const count = this.#counts.get(contest.id)
      const chosen = ownMember(votes, contest.id) ?? []
      if (!count) continue
      count.ballots += sign
      if (chosen.length === 0) count.blank += sign
      for (const option of chosen) count.votes[option] = (ownMember(count.votes, option) ?? 0) + sign * weight
    }
  }

  #contestResult(contest: Contest): ContestResult {
    const { ballots, blank, votes } = this.#counts.get(contest.id) ?? emptyCount(contest)
    return { id: contest.id, ballots, blank, votes: { ...votes }, ...electMostVotes(contest, votes) }
  }
}

function emptyCount(contest: Contest): ContestCount {
  return { ballots: 0, blank: 0, votes: Object.fromEntries(contest.options.map((option) => [option.id, 0])) }
}
