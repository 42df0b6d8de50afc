import type { BallotBody, Votes } from '../formats/ballot.ts'
import { ownMember } from '../decode.ts'
import { refuse } from '../errors.ts'
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

/** A log takes one ballot for each of these: a key and a sequence. */
export function slotOf({ credential, sequence }: BallotBody): string {
  return `${credential.key}/${sequence}`
}

/**
 * Counts an election ballot by ballot, and holds its log to the one rule between ballots: one for each key and sequence.
 * The count is a function of the set of ballots, not of their order: of each key the highest sequence counts, and taking a
 * lower one back costs as little as adding it did.
 */
export class Tally {
  readonly #manifest: Manifest
  readonly #groups: ReadonlyMap<string, { weight: number; contests: readonly Contest[] }>
  readonly #counting = new Map<string, CountingBallot>()
  readonly #counts: ReadonlyMap<string, ContestCount>
  /** slot → which of the added ballots took it. */
  readonly #slots = new Map<string, number>()

  constructor(manifest: Manifest) {
    this.#manifest = manifest
    this.#groups = new Map(
      manifest.groups.map(({ id, weight }) => [id, { weight, contests: findContests(manifest, id) }]),
    )
    this.#counts = new Map(manifest.contests.map((contest) => [contest.id, emptyCount(contest)]))
  }

  /**
   * Adds the next ballot of the log, which {@link checkBallot} has passed.
   *
   * @throws {ProtocolError} bad-chain, when an earlier one has its key and sequence; the count is then as before.
   */
  add(body: BallotBody): void {
    const slot = slotOf(body)
    if (this.#slots.has(slot)) refuse('bad-chain', 'the log repeats a key and sequence')
    this.#slots.set(slot, this.#slots.size)
    this.#replace(body)
  }

  /** Which ballot of those added, from 0, has the key and the sequence of `body`. */
  indexOf(body: BallotBody): number | undefined {
    return this.#slots.get(slotOf(body))
  }

  #replace({ credential, sequence, votes }: BallotBody): void {
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
