import { canonicalJson } from '#protocol/json'
import type { ContestResult } from '#protocol/formats/result'
import type { Outcome } from './simulation.ts'

/**
 * Lays what the phones saw beside what the server says: issued, accepted, counted and shown must be one number, and the
 * votes shown must be those that were cast.
 *
 * @returns each disagreement in a sentence; none when all is well.
 */
export function reconcile(outcome: Outcome): readonly string[] {
  const { voters, issued, issuedByServer, accepted, acceptedBallots, counted, countedBallots, shown } =
    outcome
  return [
    ...differ(issued, voters, `${issued} of ${voters} phones got a credential.`),
    ...differ(
      issuedByServer,
      issued,
      `The registrar says ${issuedByServer} credentials, the phones hold ${issued}.`,
    ),
    ...differ(accepted, issued, `${issued} voters could vote, and ${accepted} have a receipt.`),
    ...differ(
      counted,
      accepted,
      `${accepted} voters have a receipt, and ${counted} are proven to be counted.`,
    ),
    ...differ(
      countedBallots,
      acceptedBallots,
      `${acceptedBallots} ballots were accepted, ${countedBallots} are in the log.`,
    ),
    ...differ(
      shown.size,
      acceptedBallots,
      `${acceptedBallots} ballots were accepted, the result is over ${shown.size}.`,
    ),
    ...differ(
      shown.turnout,
      accepted,
      `${accepted} voters have a receipt, the result shows ${shown.turnout}.`,
    ),
    ...outcome.expected.contests.flatMap((contest, index) => compareContest(contest, shown.contests[index])),
  ]
}

function compareContest(expected: ContestResult, shown: ContestResult | undefined): string[] {
  const options = Object.entries(expected.votes)
  return [
    ...differ(
      shown?.ballots,
      expected.ballots,
      `${expected.id}: ${expected.ballots} ballots were cast, ${shown?.ballots ?? 0} are shown.`,
    ),
    ...differ(
      shown?.blank,
      expected.blank,
      `${expected.id}: ${expected.blank} blank ballots were cast, ${shown?.blank ?? 0} are shown.`,
    ),
    ...options.flatMap(([option, votes]) => {
      const given = shown?.votes[option]
      return differ(given, votes, `${expected.id}: ${option} got ${votes} votes, ${given ?? 0} are shown.`)
    }),
    ...(canonicalJson(expected.transcript ?? {}) === canonicalJson(shown?.transcript ?? {})
      ? []
      : [`${expected.id}: another way to the result is shown than the ballots lead.`]),
  ]
}

function differ(a: number | undefined, b: number, sentence: string): string[] {
  return a === b ? [] : [sentence]
}
