import type { Decoded } from '../decode.ts'
import { arrayOf, base64url, id, integer, mapOf, object, text } from '../decode.ts'
import { refuse } from '../errors.ts'
import { checkEmptyRoot } from '../log/state.ts'
import { bodyHeader, checkAddress, checkSignature, signBody } from '../signed.ts'
import type { Elected } from '../tally/most-votes.ts'
import { electMostVotes } from '../tally/most-votes.ts'
import { summarize } from '../tally/summarize.ts'
import { paperOf } from './contest-method.ts'
import type { Contest, Manifest } from './manifest.ts'
import { manifestHash } from './manifest.ts'
import { transcript } from './transcript.ts'

const count = integer(0, Number.MAX_SAFE_INTEGER)

const contestResult = object(
  {
    id,
    /** Voters whose counting ballot has this contest, and those of them who chose nothing. Unweighted. */
    ballots: count,
    blank: count,
    /** Votes, or points, by option, weighted by group; every option is there. */
    votes: mapOf(id, count),
    /** In order of election. */
    elected: arrayOf(id, { max: 1000 }),
    /** Options between which the manifest's order decided, and not the voters. */
    tied: arrayOf(id, { max: 1000 }),
  },
  /** Of the methods that rank or score, how it came to this. */
  { transcript },
)

const resultBody = object({
  ...bodyHeader,
  amendments: base64url(32),
  size: count,
  root: base64url(32),
  turnout: count,
  contests: arrayOf(contestResult, { max: 100 }),
})
const resultDocument = object(
  { _id: text(200), body: resultBody, signature: base64url(64) },
  { _rev: text(200) },
)

export type ContestResult = Decoded<typeof contestResult>
export type Result = Decoded<typeof resultBody>
export interface ResultDocument {
  readonly _id: string
  readonly body: Result
  readonly signature: string
}

export function signResult(body: Result, logSeed: Uint8Array): ResultDocument {
  return { _id: resultId(body.election), body, signature: signBody('result', body, logSeed) }
}

/**
 * Reads a result and checks what it says of itself: every contest and option of the manifest, counts that fit one
 * another, and winners that follow from the votes. Whether the votes are those of the log takes a recount.
 *
 * @throws {ProtocolError} malformed | bad-address | unknown-election | wrong-manifest | bad-signature
 */
export function checkResult(value: unknown, manifest: Manifest): ResultDocument {
  const { _id, body, signature } = resultDocument(value, 'result')
  if (body.election !== manifest.election) refuse('unknown-election', 'the result is of another election')
  if (body.manifest !== manifestHash(manifest)) refuse('wrong-manifest', 'the result is of another manifest')
  checkAddress({ _id }, resultId(body.election))
  checkEmptyRoot(body)
  checkContests(body, manifest)
  checkSignature('result', body, signature, manifest.keys.log)
  return { _id, body, signature }
}

export function resultId(election: string): string {
  return `result:${election}`
}

function checkContests({ contests, turnout, size }: Result, manifest: Manifest): void {
  if (turnout > size) refuse('malformed', 'a result has more voters than ballots')
  if (contests.length !== manifest.contests.length) refuse('malformed', 'a result has every contest')
  manifest.contests.forEach((contest, index) => checkContest(contest, contests[index], turnout, manifest))
}

function checkContest(
  contest: Contest,
  counted: ContestResult | undefined,
  turnout: number,
  manifest: Manifest,
): void {
  if (counted?.id !== contest.id)
    return refuse('malformed', "a result has the contests in the manifest's order")
  const { ballots, blank, votes, elected, tied } = counted
  if (blank > ballots || ballots > turnout) refuse('malformed', `the ballots of ${contest.id} do not add up`)
  const complete = contest.options.every((option) => Object.hasOwn(votes, option.id))
  if (!complete || Object.keys(votes).length !== contest.options.length)
    refuse('malformed', `a result has every option of ${contest.id}`)
  const expected = expectedOf(contest, counted, manifest)
  if (!sameList(elected, expected.elected) || !sameList(tied, expected.tied))
    refuse('malformed', `the elected of ${contest.id} do not follow from its votes`)
}

/** What the rest of the result says of it. */
function expectedOf(contest: Contest, counted: ContestResult, manifest: Manifest): Elected {
  if (paperOf(contest.method) === 'selection') {
    if (counted.transcript) refuse('malformed', `${contest.id} is counted without rounds`)
    checkBounds(contest, counted, manifest)
    return electMostVotes(contest, counted.votes)
  }
  if (!counted.transcript) return refuse('malformed', `${contest.id} has no rounds`)
  const summary = summarize(contest, counted.transcript)
  if (contest.options.some(({ id: option }) => summary.votes[option] !== counted.votes[option]))
    refuse('malformed', `the votes of ${contest.id} are not those of its rounds`)
  return summary
}

/** Products of counts and weights may be beyond what a number holds exactly. */
function checkBounds(contest: Contest, { ballots, blank, votes }: ContestResult, { groups }: Manifest): void {
  const voting = groups.filter((group) => group.contests.includes(contest.id))
  const heaviest = Math.max(0, ...voting.map((group) => group.weight))
  const most = BigInt(ballots - blank) * BigInt(heaviest)
  const counts = Object.values(votes).map(BigInt)
  const sum = counts.reduce((total, item) => total + item, 0n)
  if (counts.some((item) => item > most) || sum > most * BigInt(contest.maxSelections))
    refuse('malformed', `${contest.id} has more votes than its ballots can give`)
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}
