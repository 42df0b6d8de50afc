import { toBase64url } from '#protocol/bytes'
import type { RefusalCode } from '#protocol/errors'
import type { Result } from '#protocol/formats/result'
import { signResult } from '#protocol/formats/result'
import { electMostVotes } from '#protocol/tally/most-votes'
import { digest } from '../material/digest.ts'
import { board, boardBody, boardHash, coopHash, headerOf, publicKey, seedOf } from '../material/election.ts'
import { misspell } from '../material/misspelled.ts'
import { club } from '../material/club.ts'
import type { Vector, VectorFile } from '../material/vector.ts'
import { respell, set, signedDocument, without } from '../material/vector.ts'
import { resultMethods } from './result-methods.ts'
import { resultTranscripts } from './result-transcripts.ts'

const LOG = seedOf('board log')
const EMPTY = toBase64url(digest('sha256'))

/** `board`: the second seat is decided by the manifest's order between dia and eva. */
const body: Result = {
  ...headerOf(board),
  amendments: boardHash,
  size: 8,
  root: publicKey('a root'),
  turnout: 7,
  contests: [
    { id: 'chair', ballots: 7, blank: 1, votes: { ada: 4, bob: 2 }, elected: ['ada'], tied: [] },
    {
      id: 'board',
      ballots: 7,
      blank: 0,
      votes: { cem: 5, dia: 3, eva: 3, finn: 0 },
      elected: ['cem', 'dia'],
      tied: ['dia', 'eva'],
    },
    { id: 'rules', ballots: 7, blank: 7, votes: { keep: 0, change: 0, merge: 0 }, elected: [], tied: [] },
  ],
}

export function makeResults(): VectorFile {
  return {
    kind: 'result',
    about: 'A result document. That its votes are those of the log takes a recount: see tally.json.',
    manifests: { board, club },
    vectors: [
      ...valid(),
      ...counts(),
      ...contests(),
      ...resultMethods(),
      ...resultTranscripts(),
      ...documents(),
      ...misspell(signResult(body, LOG)).map((item) => ({ ...item, manifest: 'board' })),
    ],
  }
}

/** Nobody has voted. */
function emptied(): Result {
  const contests = body.contests.map((contest) => ({
    ...contest,
    ballots: 0,
    blank: 0,
    votes: Object.fromEntries(Object.keys(contest.votes).map((option) => [option, 0])),
    elected: [],
    tied: [],
  }))
  return { ...body, size: 0, root: EMPTY, turnout: 0, contests }
}

/** Other votes in one contest, and who is elected by them. */
function withVotes(index: number, votes: Record<string, number>): unknown {
  const contest = boardBody.contests[index]
  if (!contest) throw new RangeError('no such contest')
  return set(body, ['contests', index], { ...body.contests[index], votes, ...electMostVotes(contest, votes) })
}

function valid(): Vector[] {
  return [
    accepted('a result with a tie', signResult(body, LOG)),
    accepted('of an empty log', signResult(emptied(), LOG)),
    accepted(
      'as many votes as the ballots can give',
      signed(withVotes(1, { cem: 7, dia: 7, eva: 0, finn: 0 })),
    ),
    accepted('the revision of the database', { ...signResult(body, LOG), _rev: '9-abc' }),
  ]
}

function counts(): Vector[] {
  return [
    changed('more voters than ballots', ['turnout'], 9),
    changed('more ballots than voters', ['contests', 0, 'ballots'], 8),
    changed('more blank ballots than ballots', ['contests', 0, 'blank'], 8),
    refused('of an empty log with another root', 'malformed', signed({ ...emptied(), root: body.root })),
    refused('of an empty log with a voter', 'malformed', signed({ ...emptied(), turnout: 1 })),
    refused(
      'more votes for an option than ballots',
      'malformed',
      signed(withVotes(1, { cem: 8, dia: 5, eva: 0, finn: 0 })),
    ),
    refused(
      'more votes in all than selections',
      'malformed',
      signed(withVotes(1, { cem: 7, dia: 6, eva: 2, finn: 0 })),
    ),
    refused('a vote on blank ballots', 'malformed', signed(withVotes(2, { keep: 1, change: 0, merge: 0 }))),
    changed('a negative count', ['contests', 0, 'votes', 'ada'], -4),
    changed('a count with a fraction', ['contests', 0, 'votes', 'ada'], 4.5),
    changed('a count as a string', ['contests', 0, 'votes', 'ada'], '4'),
    changed('a size that is null', ['size'], null),
  ]
}

function contests(): Vector[] {
  const [chair, seats] = body.contests
  return [
    changed('a contest left out', ['contests'], body.contests.slice(0, 2)),
    changed('a contest twice', ['contests', 1], chair),
    changed('contests in another order', ['contests'], [seats, chair, body.contests[2]]),
    refused('an option left out', 'malformed', signed(without(body, ['contests', 0, 'votes', 'bob']))),
    changed('an option too many', ['contests', 0, 'votes', 'constructor'], 0),
    changed('the loser elected', ['contests', 0, 'elected'], ['bob']),
    changed('nobody elected', ['contests', 0, 'elected'], []),
    changed('one elected too many', ['contests', 0, 'elected'], ['ada', 'bob']),
    changed('elected without a vote', ['contests', 2, 'elected'], ['keep']),
    changed('a tie decided against the order', ['contests', 1, 'elected'], ['cem', 'eva']),
    changed('a tie not named', ['contests', 1, 'tied'], []),
    changed('a tie where there is none', ['contests', 0, 'tied'], ['ada', 'bob']),
    changed('an unknown member of a contest', ['contests', 0, 'quota'], 3),
    changed('rounds where there are none', ['contests', 0, 'transcript'], { rounds: [], ties: [] }),
  ]
}

function documents(): Vector[] {
  const good = signResult(body, LOG)
  const proto = JSON.stringify(good).replace('"bob":2', '"__proto__":2')
  return [
    changed('an unknown member', ['final'], true),
    changed('another format version', ['v'], 2),
    changed('of another election', ['election'], 'coop-2026', 'unknown-election'),
    changed('of another manifest', ['manifest'], coopHash, 'wrong-manifest'),
    changed('a root with stray bits', ['root'], respell(body.root).stray),
    refused('another _id', 'bad-address', { ...good, _id: 'result:coop-2026' }),
    refused('a changed count', 'bad-signature', set(good, ['body', 'size'], 9)),
    refused('signed by the authority', 'bad-signature', signResult(body, seedOf('board authority'))),
    refused('signed as another kind', 'bad-signature', signedDocument('close', good._id, body, LOG)),
    refused('an unknown member beside the body', 'malformed', { ...good, final: true }),
    refused('no signature', 'malformed', without(good, ['signature'])),
    refused('null', 'malformed', null),
    { name: 'an option __proto__', manifest: 'board', text: proto, error: 'malformed' },
  ]
}

function changed(
  name: string,
  path: (string | number)[],
  value: unknown,
  error: RefusalCode = 'malformed',
): Vector {
  return refused(name, error, signed(set(body, path, value)))
}

function signed(value: unknown): unknown {
  return signedDocument('result', 'result:board-2026', value, LOG)
}

function accepted(name: string, document: unknown): Vector {
  return { name, manifest: 'board', document, valid: true }
}

function refused(name: string, error: RefusalCode, document: unknown): Vector {
  return { name, manifest: 'board', document, error }
}
