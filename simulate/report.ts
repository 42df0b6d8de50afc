import type { Manifest } from '#protocol/formats/manifest'
import type { Outcome } from './simulation.ts'

/** The one line of `--json`. Contests by id, options by name; `accepted` and `counted` are voters, by their last ballot. */
export function jsonLine({ accepted, rejected, counted, shown, manifest }: Outcome): string {
  const result = Object.fromEntries(
    shown.contests.map(({ id, votes }) => [id, Object.fromEntries(namedVotes(manifest, id, votes))]),
  )
  return JSON.stringify({ accepted, rejected, counted, result })
}

/** For people: the four numbers side by side, the result, and what does not fit. */
export function textReport(outcome: Outcome, disagreements: readonly string[]): string {
  const { acceptedBallots, countedBallots, votingSeconds, voters, retries, shown, manifest } = outcome
  const rate = (acceptedBallots / votingSeconds).toFixed(1)
  const again = retries === 0 ? '' : `, ${number(retries)} requests made again`
  return [
    `\n${number(voters)} phones voted in ${votingSeconds.toFixed(1)} s (${rate} ballots a second${again}).\n`,
    row(
      'issued',
      outcome.issued,
      `phones with a credential; the registrar says ${number(outcome.issuedByServer)}`,
    ),
    row(
      'accepted',
      outcome.accepted,
      `voters with a receipt for their last ballot (${number(acceptedBallots)} ballots in all)`,
    ),
    row(
      'counted',
      outcome.counted,
      `voters whose last ballot is proven to be in the log (${number(countedBallots)} ballots in all)`,
    ),
    row('shown', shown.turnout, 'voters in the signed result'),
    ...[...outcome.failures].map(([reason, times]) => row('refused', times, reason)),
    ...shown.contests.flatMap(({ id, votes }) => [
      '',
      `  ${titleOf(manifest, id)}`,
      ...namedVotes(manifest, id, votes).map(voteRow),
    ]),
    '',
    ...(disagreements.length === 0
      ? ['All numbers agree, and every vote that was cast is in the result.']
      : ['The numbers do not agree:', ...disagreements.map((sentence) => `  ${sentence}`)]),
  ].join('\n')
}

function row(name: string, count: number, what: string): string {
  return `  ${name.padEnd(9)} ${number(count).padStart(9)}   ${what}`
}

function voteRow([name, votes]: [string, number]): string {
  return `  ${number(votes).padStart(9)}   ${name}`
}

/** Most votes first. */
function namedVotes(
  manifest: Manifest,
  contestId: string,
  votes: Readonly<Record<string, number>>,
): [string, number][] {
  const options = manifest.contests.find(({ id }) => id === contestId)?.options ?? []
  const named = options.map(({ id, title }): [string, number] => [title['en'] ?? id, votes[id] ?? 0])
  return named.sort(([, a], [, b]) => b - a)
}

function titleOf(manifest: Manifest, contestId: string): string {
  return manifest.contests.find(({ id }) => id === contestId)?.title['en'] ?? contestId
}

function number(value: number): string {
  return value.toLocaleString('en')
}
