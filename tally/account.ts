import type { CountResult, Pairwise, Round } from '#protocol/counting/transcript'
import type { Counted } from './count-file.ts'
import { plain, table } from './table.ts'
import { count, isZero, listed, TITLES, Words } from './words.ts'

/** A matrix of more candidates is wider than a terminal; --json has it whole. */
const MOST_IN_MATRIX = 12

/** The whole count in words and tables, for a terminal. */
export function describeCount({ file, result }: Counted): string {
  const words = new Words(result)
  return [
    ...heading(file.title, result, words),
    ...(result.pairwise ? matrix(result.pairwise, result, words) : []),
    ...result.rounds.flatMap((round, index) => roundLines(round, index, result, words)),
    '',
    outcome(result, words),
  ].join('\n')
}

function heading(title: string | undefined, result: CountResult, words: Words): string[] {
  const { method, seats, candidates, withdrawn, ballots, valid, blank, invalid } = result
  const out = withdrawn.length > 0 ? `; ${listed(words.names(withdrawn))} withdrew` : ''
  return [
    ...(title ? [plain(title)] : []),
    `${TITLES[method]}: ${count(candidates.length, 'candidate')} for ${count(seats, 'seat')}${out}`,
    `${count(ballots, 'ballot')}: ${valid} valid, ${blank} blank, ${invalid} invalid`,
  ]
}

function outcome({ winners, ties }: CountResult, words: Words): string {
  const tied = ties.length > 0 ? ` ${count(ties.length, 'tie')} had to be broken, as told above.` : ''
  return winners.length === 0 ? 'Nobody is elected.' : `Elected: ${listed(words.names(winners))}.${tied}`
}

function roundLines(round: Round, index: number, result: CountResult, words: Words): string[] {
  const decisions = [...round.elected, ...round.eliminated].map((decision) => words.decision(decision))
  const ties = result.ties.filter((tie) => tie.round === index).map((tie) => words.tie(tie))
  const quota = round.quota === undefined ? '' : `, quota ${round.quota}`
  return [
    '',
    result.rounds.length > 1 ? `Round ${index + 1}${quota}` : `Count${quota}`,
    ...round.transfers.map((transfer) => `  ${words.transfer(transfer)}`),
    ...votesTable(round, result.rounds[index - 1], result, words),
    ...[...ties, ...decisions].map((sentence) => `  ${sentence}`),
  ]
}

/** Who has or had votes in this round, the most first; what they received or gave; what happened to them. */
function votesTable(round: Round, before: Round | undefined, result: CountResult, words: Words): string[] {
  const changes = changesOf(round)
  const shown = round.votes
    .map((_, candidate) => candidate)
    .filter((each) => !result.withdrawn.includes(each))
    .filter((each) => before === undefined || changes.has(each) || !isZero(round.votes[each] ?? '0'))
    .sort((a, b) => Number(round.votes[b]) - Number(round.votes[a]) || a - b)
  const rows = shown.map((each) => [
    words.name(each),
    changes.get(each) ?? '',
    round.votes[each] ?? '',
    statusOf(each, round),
  ])
  const rest = [
    ['no further choice', round.exhausted],
    ['lost by rounding', round.lost],
  ].filter(([, votes]) => !isZero(votes ?? ''))
  return table(
    [...rows, ...rest.map(([what = '', votes = '']) => [`(${what})`, '', votes, ''])],
    [false, true, true, false],
    4,
  )
}

function changesOf({ transfers }: Round): Map<number, string> {
  const changes = new Map<number, string>()
  for (const { from, votes, to } of transfers) {
    if (!isZero(votes)) changes.set(from, `-${votes}`)
    for (const each of to) changes.set(each.candidate, `+${each.votes}`)
  }
  return changes
}

function statusOf(candidate: number, { elected, eliminated }: Round): string {
  if (elected.some((each) => each.candidate === candidate)) return 'elected'
  return eliminated.some((each) => each.candidate === candidate) ? 'eliminated' : ''
}

function matrix({ preferred }: Pairwise, { candidates, withdrawn }: CountResult, words: Words): string[] {
  const standing = candidates.map((_, each) => each).filter((each) => !withdrawn.includes(each))
  if (standing.length > MOST_IN_MATRIX)
    return ['', `How many ballots prefer whom to whom, of ${standing.length} candidates, is in --json.`]
  const rows = standing.map((a) => [
    `${a + 1}`,
    words.name(a),
    ...standing.map((b) => (a === b ? '–' : String(preferred[a]?.[b] ?? 0))),
  ])
  const right = [true, false, ...standing.map(() => true)]
  return [
    '',
    'How many ballots prefer the candidate of a line to that of a column',
    ...table([['', '', ...standing.map((each) => `${each + 1}`)], ...rows], right, 4),
  ]
}
