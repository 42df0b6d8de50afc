import type { Pairwise } from '../counting/transcript.ts'
import { refuse } from '../errors.ts'
import type { Contest } from '../formats/manifest-body.ts'
import type { Transcript } from '../formats/transcript.ts'
import type { Elected } from './most-votes.ts'
import { checkCandidates } from './transcript-candidates.ts'

/** What a transcript comes to. Its candidates are the contest's options in the order of `ties`. */
export interface Summary extends Elected {
  readonly votes: Readonly<Record<string, number>>
}

/**
 * The result in short, which follows from the transcript: the votes of the first round without what is less than one, or,
 * where a method only compares pairs, how many others each option beats; who was elected; and between whom the order of
 * `ties` had to decide.
 *
 * @throws {ProtocolError} malformed, when it tells of other options than the contest has, or elects beyond its seats.
 */
export function summarize(contest: Contest, transcript: Transcript): Summary {
  checkCandidates(contest, transcript)
  const { ties: options, seats, id } = contest
  const { rounds, ties } = transcript
  const named = (candidate: number): string => options[candidate] ?? ''
  const elected = rounds.flatMap((round) => round.elected.map(({ candidate }) => named(candidate)))
  if (elected.length > seats || new Set(elected).size !== elected.length)
    refuse('malformed', `the rounds of ${id} do not elect one option to each seat`)
  const undecided = new Set(
    ties.filter(({ rule }) => rule === 'order').flatMap(({ tied }) => tied.map(named)),
  )
  return {
    votes: Object.fromEntries(
      firstVotes(options.length, transcript).map((votes, candidate) => [named(candidate), votes]),
    ),
    elected,
    tied: options.filter((option) => undecided.has(option)),
  }
}

function firstVotes(options: number, { rounds: [first], pairwise }: Transcript): number[] {
  if (!first) return Array.from({ length: options }, () => 0)
  if (first.votes.length === 0 && pairwise) return victoriesOf(pairwise)
  // Cut as text: a number that is just below the next one would be rounded up to it.
  return first.votes.map((votes) => Number(votes.split('.')[0]))
}

function victoriesOf({ preferred }: Pairwise): number[] {
  return preferred.map(
    (row, candidate) => row.filter((votes, other) => votes > (preferred[other]?.[candidate] ?? 0)).length,
  )
}
