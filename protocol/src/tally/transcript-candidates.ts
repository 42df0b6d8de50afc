import type { Round } from '../counting/transcript.ts'
import { refuse } from '../errors.ts'
import type { Contest } from '../formats/manifest-body.ts'
import type { Transcript } from '../formats/transcript.ts'

/**
 * Checks that a transcript speaks of the contest's options and of no other: whoever shows it looks each of its numbers up,
 * and finds each option in its lists. Only a method that compares pairs may show no votes.
 *
 * @throws {ProtocolError} malformed
 */
export function checkCandidates({ ties: options, id }: Contest, transcript: Transcript): void {
  if (namedBy(transcript).some((candidate) => candidate >= options.length))
    refuse('malformed', `the rounds of ${id} have another option`)
  if (!listsOf(transcript).every((list) => list.length === options.length))
    refuse('malformed', `the rounds of ${id} do not have every option`)
}

function namedBy({ rounds, ties, pairwise }: Transcript): number[] {
  return [
    ...rounds.flatMap(namedByRound),
    ...ties.flatMap(({ tied, chosen }) => [...tied, ...chosen]),
    ...(pairwise?.victories ?? []).flatMap(({ winner, loser }) => [winner, loser]),
  ]
}

function namedByRound({ transfers, elected, eliminated }: Round): number[] {
  return [
    ...transfers.flatMap(({ from, to }) => [from, ...to.map(({ candidate }) => candidate)]),
    ...[...elected, ...eliminated].flatMap(({ candidate, reason }) =>
      reason.code === 'runoff' ? [candidate, reason.other] : [candidate],
    ),
  ]
}

/** Every list that has one entry for each option. */
function listsOf({ rounds, pairwise }: Transcript): (readonly unknown[])[] {
  const votes = rounds.map((round) => round.votes).filter((list) => list.length > 0 || !pairwise)
  const tables = pairwise ? [pairwise.preferred, ...(pairwise.paths ? [pairwise.paths] : [])] : []
  return [
    ...votes,
    ...rounds.flatMap(({ keepFactors }) => (keepFactors ? [keepFactors] : [])),
    ...tables.flatMap((table) => [table, ...table]),
  ]
}
