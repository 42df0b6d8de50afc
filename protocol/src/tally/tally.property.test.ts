import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { board, boardBody, coop, coopBody, headerOf } from '../../vectors/material/election.ts'
import type { BallotBody } from '../formats/ballot.ts'
import type { Manifest, ManifestDocument } from '../formats/manifest.ts'
import { findContests } from '../formats/manifest.ts'
import type { Count } from './tally.ts'
import { Tally } from './tally.ts'

const boardBallots = fc.uniqueArray(ballotOf(board), { selector: keyAndSequence, maxLength: 30 })
const coopBallots = fc.uniqueArray(ballotOf(coop), { selector: keyAndSequence, maxLength: 30 })

describe('the count', () => {
  it('does not depend on the order of the ballots', () => {
    fc.assert(
      fc.property(shuffledTwice(coopBallots), ([first, second]) => {
        expect(count(coopBody, first)).toEqual(count(coopBody, second))
      }),
    )
  })

  it('takes of each key the ballot of the highest sequence and no other', () => {
    fc.assert(
      fc.property(boardBallots, (ballots) => {
        const last = ballots.filter((ballot) =>
          ballots.every(
            (other) => other.credential.key !== ballot.credential.key || other.sequence <= ballot.sequence,
          ),
        )
        expect(count(boardBody, ballots)).toEqual(count(boardBody, last))
        expect(count(boardBody, ballots).turnout).toBe(last.length)
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
    const votes = fc.record(
      Object.fromEntries(
        contests.map(({ id, options, maxSelections }) => [
          id,
          fc.subarray(options.map((option) => option.id).sort(), { maxLength: maxSelections }),
        ]),
      ),
    )
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
