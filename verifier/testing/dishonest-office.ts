import type { Close } from '#protocol/formats/close'
import type { Result } from '#protocol/formats/result'
import { boardHash } from '../../protocol/vectors/material/election.ts'
import type { Office } from './finished-election.ts'
import { countOf, grow, honest, honestBatches, vote } from './finished-election.ts'

/** What an office says that holds every key but the voters', and what is refuted by that. */
export const LIES: readonly (readonly [what: string, office: Office, refuted: string])[] = [
  ['stuffs ballots beyond the issuance', { ...honest, batches: stuffed() }, 'issuance: over-issued'],
  ['lowers the issuance', { ...honest, issued: 11 }, 'issuance: over-issued'],
  ['logs two ballots of one number', { ...honest, batches: again() }, 'ballot: bad-chain'],
  ['logs a ballot after the close', { ...honest, batches: late(), batchesAfterClose: 1 }, 'close: bad-chain'],
  ['moves votes', counting(moved), 'result: wrong-count'],
  ['counts a changed mind twice', counting(twice), 'result: wrong-count'],
  ['counts the earlier ballot', counting(earlier), 'result: wrong-count'],
  ['invents a voter', counting((result) => ({ ...result, turnout: 13 })), 'result: wrong-count'],
  ['counts a shorter log', counting(shorter), 'result: wrong-count'],
  ['counts another log', counting((result) => ({ ...result, root: boardHash })), 'result: bad-chain'],
  ['closes another log', closing((close) => ({ ...close, root: boardHash })), 'close: bad-chain'],
  [
    'closes under other amendments',
    closing((close) => ({ ...close, amendments: boardHash })),
    'result: wrong-count',
  ],
  ['refuses a ballot that it logged', closing(refusing), 'ballot: bad-chain'],
]

function counting(count: (result: Result) => Result): Office {
  return { ...honest, count }
}

function closing(close: (close: Close) => Close): Office {
  return { ...honest, close }
}

function stuffed(): Office['batches'] {
  return [...honestBatches, [vote(13, { chair: ['ada'] })]]
}

function late(): Office['batches'] {
  return [...honestBatches, [vote(3, {}, 1)]]
}

/** Voter 5 has two ballots of number 0 in the log. */
function again(): Office['batches'] {
  return [...honestBatches, [vote(5, { chair: ['bob'] })]]
}

/** What the office says of the contest for the chair, in which ada has 3 votes and bob 5. */
function chair(result: Result, votes: Readonly<Record<string, number>>, elected: readonly string[]): Result {
  const contests = result.contests.map((contest) =>
    contest.id === 'chair' ? { ...contest, votes, elected } : contest,
  )
  return { ...result, contests }
}

function moved(result: Result): Result {
  return chair(result, { ada: 6, bob: 2 }, ['ada'])
}

/** Voter 1 voted for ada and then for bob. */
function twice(result: Result): Result {
  const counted = chair(result, { ada: 4, bob: 5 }, ['bob'])
  const contests = counted.contests.map((contest) => ({ ...contest, ballots: 13 }))
  return { ...counted, contests, turnout: 13 }
}

/** Voter 1's first ballot was for ada, that of voter 2 for bob. */
function earlier(result: Result): Result {
  const { contests, ...rest } = chair(result, { ada: 4, bob: 5 }, ['bob'])
  return {
    ...rest,
    contests: contests.map((contest) => (contest.id === 'chair' ? { ...contest, blank: 3 } : contest)),
  }
}

function shorter({ amendments }: Result): Result {
  const batches = honestBatches.slice(0, 2)
  return countOf(batches, grow(batches), amendments)
}

function refusing(close: Close): Close {
  const leafHash = vote(1, { chair: ['ada'] })._id.slice('ballot:'.length)
  return { ...close, refusedCount: 1, refused: [{ leafHash, reason: 'bad-signature' }] }
}
