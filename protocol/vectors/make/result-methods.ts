import type { RefusalCode } from '#protocol/errors'
import type { Result } from '#protocol/formats/result'
import { manifestHash } from '#protocol/formats/manifest'
import { Tally } from '#protocol/tally/tally'
import { club, clubBody, clubVotes } from '../material/club.ts'
import { headerOf, publicKey, seedOf } from '../material/election.ts'
import type { Path, Vector } from '../material/vector.ts'
import { set, signedDocument, without } from '../material/vector.ts'

const LOG = seedOf('club log')

/** Results that tell how each contest was counted. */
export function resultMethods(): Vector[] {
  const body = resultOfTwo()
  const at = (id: string, ...path: Path): Path => [
    'contests',
    clubBody.contests.findIndex((contest) => contest.id === id),
    ...path,
  ]
  const changed = (name: string, path: Path, value: unknown): Vector =>
    clubResult(name, set(body, path, value), 'malformed')
  return [
    clubResult('every other method', body, true),
    clubResult('of a ranking, without its rounds', without(body, at('captain', 'transcript')), 'malformed'),
    changed('votes that are not those of the first round', at('captain', 'votes', 'ann'), 7),
    changed('points that are not those of the first round', at('song', 'votes', 'pop'), 1),
    changed('another victory than the pairs have', at('motto', 'votes', 'all'), 2),
    changed('another one elected than in the rounds', at('captain', 'elected'), ['dot']),
    changed('another tie than in the rounds', at('captain', 'tied'), ['ann', 'ben']),
    changed('a reason that nobody knows', at('tent', 'transcript', 'rounds', 0, 'elected', 0, 'reason'), {
      code: 'luck',
    }),
    changed(
      'a reason with a member too many',
      at('tent', 'transcript', 'rounds', 0, 'elected', 0, 'reason'),
      {
        code: 'unbeaten',
        votes: '0',
        of: '1',
      },
    ),
    changed(
      'an option that the contest has not',
      at('tent', 'transcript', 'rounds', 0, 'elected', 0, 'candidate'),
      3,
    ),
    changed(
      'an option that no contest has',
      at('tent', 'transcript', 'rounds', 0, 'elected', 0, 'candidate'),
      60,
    ),
    changed('a round without an option', at('tent', 'transcript', 'rounds', 0, 'votes'), ['18', '0']),
    changed('votes in another spelling', at('tent', 'transcript', 'rounds', 0, 'votes', 0), '018'),
    changed('votes as a number', at('tent', 'transcript', 'rounds', 0, 'votes', 0), 18),
    changed('more elected than seats', at('tent', 'transcript', 'rounds', 0, 'elected', 2), {
      candidate: 1,
      reason: { code: 'most-votes', votes: '0' },
    }),
    changed('an unknown member of a round', at('tent', 'transcript', 'rounds', 0, 'note'), 'x'),
  ]
}

/** A member and a patron voted alike. */
export function resultOfTwo(): Result {
  const tally = new Tally(clubBody)
  for (const group of ['members', 'patrons'])
    tally.add({
      ...headerOf(club),
      credential: { group, key: group, signatures: [] },
      sequence: 0,
      votes: clubVotes,
    })
  return {
    ...headerOf(club),
    amendments: manifestHash(clubBody),
    size: 2,
    root: publicKey('a root'),
    ...tally.count(),
  }
}

/** A result of the club, signed. */
export function clubResult(name: string, body: unknown, outcome: true | RefusalCode): Vector {
  const document = signedDocument('result', 'result:club-2026', body, LOG)
  const input = { name, manifest: 'club', document }
  return outcome === true ? { ...input, valid: true } : { ...input, error: outcome }
}
