import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { club, clubBody } from '../../vectors/material/club.ts'
import {
  board,
  boardBody,
  coop,
  coopBody,
  headerOf,
  publicKey,
  seedOf,
} from '../../vectors/material/election.ts'
import type { BallotBody } from '../formats/ballot.ts'
import { paperOf } from '../formats/contest-method.ts'
import type { Contest, Manifest, ManifestDocument } from '../formats/manifest.ts'
import { findContests, manifestHash } from '../formats/manifest.ts'
import { checkResult, signResult } from '../formats/result.ts'
import type { Vote } from '../formats/votes.ts'
import { spellVote } from '../formats/votes.ts'
import type { Count } from './tally.ts'
import { Tally } from './tally.ts'

const boardBallots = fc.uniqueArray(ballotOf(board), { selector: keyAndSequence, maxLength: 30 })
const coopBallots = fc.uniqueArray(ballotOf(coop), { selector: keyAndSequence, maxLength: 30 })
const clubBallots = fc.uniqueArray(ballotOf(club), { selector: keyAndSequence, maxLength: 30 })

describe('the count', () => {
  it.each([
    ['coop', coopBody, coopBallots],
    ['club', clubBody, clubBallots],
  ])('of %s does not depend on the order of the ballots', (_, manifest, ballots) => {
    fc.assert(
      fc.property(shuffledTwice(ballots), ([first, second]) => {
        expect(count(manifest, first)).toEqual(count(manifest, second))
      }),
    )
  })

  it('makes a result that says nothing against itself, by every method', () => {
    const header = { ...headerOf(club), amendments: manifestHash(clubBody), root: publicKey('a root') }
    fc.assert(
      fc.property(clubBallots, (ballots) => {
        fc.pre(ballots.length > 0)
        const body = { ...header, size: ballots.length, ...count(clubBody, ballots) }
        expect(checkResult(signResult(body, seedOf('club log')), clubBody).body).toEqual(body)
      }),
    )
  })

  it.each([
    ['board', boardBody, boardBallots],
    ['club', clubBody, clubBallots],
  ])('of %s takes of each key the ballot of the highest sequence and no other', (_, manifest, cast) => {
    fc.assert(
      fc.property(cast, (ballots) => {
        const last = ballots.filter((ballot) =>
          ballots.every(
            (other) => other.credential.key !== ballot.credential.key || other.sequence <= ballot.sequence,
          ),
        )
        expect(count(manifest, ballots)).toEqual(count(manifest, last))
        expect(count(manifest, ballots).turnout).toBe(last.length)
      }),
    )
  })

  it('refuses a second ballot of a key and sequence, the same or another, and is then as before', () => {
    fc.assert(
      fc.property(boardBallots, boardBallots, fc.nat(), (ballots, others, at) => {
        fc.pre(ballots.length > 0 && others.length > 0)
        const tally = new Tally(boardBody)
        for (const ballot of ballots) tally.add(ballot)
        const { credential, sequence } = ballots[at % ballots.length] as BallotBody
        const { votes } = others[at % others.length] as BallotBody
        const again = { ...(ballots[0] as BallotBody), credential, sequence, votes }
        expect(() => tally.add(again)).toThrow('bad-chain')
        expect(tally.count()).toEqual(count(boardBody, ballots))
        expect(tally.indexOf(again)).toBe(at % ballots.length)
      }),
    )
  })

  it('takes a voter of weight n for n voters', () => {
    fc.assert(
      fc.property(coopBallots, fc.integer({ min: 1, max: 5 }), (ballots, weight) => {
        const owners = ballots.filter(
          (ballot) => ballot.credential.group === 'constructor' && ballot.sequence === 0,
        )
        const once = count(weighing(coopBody, weight), owners)
        const copies = owners.flatMap((ballot) =>
          Array.from({ length: weight }, (_, copy) => renamed(ballot, copy)),
        )
        const many = count(weighing(coopBody, 1), copies)
        expect(once.contests.map(votesAndSeats)).toEqual(many.contests.map(votesAndSeats))
      }),
    )
  })

  it('elects nobody who has fewer votes than somebody left out, and nobody without a vote', () => {
    fc.assert(
      fc.property(boardBallots, (ballots) => {
        for (const { id, votes, elected, tied } of count(boardBody, ballots).contests) {
          const seats = boardBody.contests.find((contest) => contest.id === id)?.seats ?? 0
          const withVotes = Object.keys(votes).filter((option) => (votes[option] ?? 0) > 0)
          expect(elected.length).toBe(Math.min(seats, withVotes.length))
          const least = Math.min(...elected.map((option) => votes[option] ?? 0))
          const left = withVotes.filter((option) => !elected.includes(option))
          for (const option of left) expect(votes[option]).toBeLessThanOrEqual(least)
          expect(tied.length > 0).toBe(left.some((option) => votes[option] === least))
        }
      }),
    )
  })
})

function ballotOf(election: ManifestDocument): fc.Arbitrary<BallotBody> {
  const header = headerOf(election)
  return fc.constantFrom(...election.body.groups).chain(({ id: group }) => {
    const contests = findContests(election.body, group)
    const votes = fc.record(Object.fromEntries(contests.map((contest) => [contest.id, voteOf(contest)])))
    return fc
      .record({ key: fc.nat(12), sequence: fc.nat(3), votes })
      .map(({ key, sequence, votes: chosen }) => ({
        ...header,
        credential: { group, key: `key ${key}`, signatures: [] },
        sequence,
        votes: chosen,
      }))
  })
}

/** Whatever a voter may say in this contest. */
function voteOf(contest: Contest): fc.Arbitrary<Vote> {
  const options = contest.options.map(({ id }) => id)
  const marked = fc.shuffledSubarray(options, { maxLength: contest.maxSelections })
  const spelled = (vote: Vote): Vote => spellVote(contest, vote)
  if (paperOf(contest.method) === 'scores')
    return fc
      .tuple(
        marked,
        fc.array(fc.nat(contest.maxScore ?? 0), { minLength: options.length, maxLength: options.length }),
      )
      .map(([ids, scores]) => Object.fromEntries(ids.map((id, index) => [id, scores[index] ?? 0])))
  if (paperOf(contest.method) !== 'weak-ranking') return marked.map(spelled)
  return fc.tuple(marked, fc.nat(options.length)).map(([ids, equals]) => {
    const together = ids.slice(0, equals)
    return spelled([...(together.length > 1 ? [together] : together), ...ids.slice(equals)])
  })
}

function keyAndSequence({ credential, sequence }: BallotBody): string {
  return `${credential.key} ${sequence}`
}

function shuffledTwice(ballots: fc.Arbitrary<BallotBody[]>): fc.Arbitrary<[BallotBody[], BallotBody[]]> {
  return ballots.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
    ),
  )
}

function count(manifest: Manifest, ballots: readonly BallotBody[]): Count {
  const tally = new Tally(manifest)
  for (const ballot of ballots) tally.add(ballot)
  return tally.count()
}

function weighing(manifest: Manifest, weight: number): Manifest {
  return { ...manifest, groups: manifest.groups.map((group) => ({ ...group, weight })) }
}

function renamed(ballot: BallotBody, copy: number): BallotBody {
  return { ...ballot, credential: { ...ballot.credential, key: `${ballot.credential.key} ${copy}` } }
}

function votesAndSeats({ votes, elected, tied }: Count['contests'][number]): unknown {
  return { votes, elected, tied }
}
