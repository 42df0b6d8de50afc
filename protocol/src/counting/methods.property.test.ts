import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CountOptions } from './contest.ts'
import { METHODS } from '../formats/contest-method.ts'
import { countVotes, openCount } from './count.ts'
import type { Ranking, Scoring } from './profile.ts'
import type { Election } from './testing/elections.ts'
import { electionsFor, profileOf, winnersOf } from './testing/elections.ts'
import type { CountResult, Method, Round } from './transcript.ts'

const ADD_UP: readonly Method[] = ['irv', 'stv-scottish', 'stv-meek']

describe.each(METHODS)('%s', (method) => {
  it('knows neither who voted nor when: order and weights of equal ballots do not matter', () => {
    const shuffled = electionsFor(method, { withdrawals: true }).chain((election) => {
      const single = election.ballots.flatMap(([ballot, weight]) =>
        Array.from({ length: weight }, () => [ballot, 1] as const),
      )
      const order = fc.shuffledSubarray(single, { minLength: single.length })
      return fc.tuple(fc.constant(election), order)
    })
    fc.assert(
      fc.property(shuffled, ([election, ballots]) => {
        const once = countVotes(method, profileOf(election))
        expect(countVotes(method, profileOf({ ...election, ballots }))).toEqual(once)
      }),
    )
  })

  it('knows no candidate: with other numbers the same count follows', () => {
    const renumbered = electionsFor(method, { withdrawals: true }).chain((election) =>
      fc.tuple(fc.constant(election), shuffled(election.candidates.length)),
    )
    fc.assert(
      fc.property(renumbered, ([election, numbers]) => {
        const first = countVotes(method, profileOf(election))
        const drawn = election.candidates.map((_, candidate) => numbers[candidate] ?? 0)
        const second = countVotes(method, profileOf(renumber(election, numbers)), {
          tieBreak: { rule: 'lot', drawn },
        })
        expect(named(second)).toEqual(named(first))
      }),
    )
  })

  it('is after ballots came and went what it is from scratch', () => {
    const pairs = fc.tuple(electionsFor(method, { candidates: 4 }), fc.nat())
    fc.assert(
      fc.property(pairs, ([election, seed]) => {
        const running = openCount(method, profileOf(election))
        const leaving = election.ballots.filter((_, index) => (seed >> index) % 2 === 0)
        for (const [ballot, weight] of [...leaving, ...election.ballots]) running.add(ballot, weight)
        running.result()
        for (const [ballot, weight] of leaving) running.remove(ballot, weight)
        expect(running.result()).toEqual(countVotes(method, profileOf(election)))
      }),
    )
  })

  it('reads a ballot as if those who withdrew were not on it', () => {
    fc.assert(
      fc.property(electionsFor(method, { withdrawals: true }), (election) => {
        const with_ = countVotes(method, profileOf(election))
        const without = countVotes(method, profileOf(withoutWithdrawn(election)))
        expect(winnersOf(with_)).toEqual(winnersOf(without))
        for (const figure of ['ballots', 'valid', 'blank', 'invalid'] as const)
          expect(with_[figure]).toBe(without[figure])
        expect(with_.rounds.map((round) => namedVotes(with_, round))).toEqual(
          without.rounds.map((round) => namedVotes(without, round)),
        )
      }),
    )
  })

  it('records a tie wherever another lot elects somebody else', () => {
    const lots = electionsFor(method).chain((election) =>
      fc.tuple(fc.constant(election), shuffled(election.candidates.length)),
    )
    fc.assert(
      fc.property(lots, ([election, drawn]) => {
        const byOrder = countVotes(method, profileOf(election))
        const byLot = countVotes(method, profileOf(election), { tieBreak: { rule: 'lot', drawn } })
        const decided = byOrder.ties.some(({ rule }) => rule === 'order')
        if (!decided) expect(new Set(byLot.winners)).toEqual(new Set(byOrder.winners))
        expect(byLot.ties.some(({ rule }) => rule === 'order')).toBe(false)
        for (const { tied, chosen } of [...byOrder.ties, ...byLot.ties]) {
          expect(tied).toEqual(expect.arrayContaining([...chosen]))
          expect([tied.length > chosen.length, chosen.length > 0]).toEqual([true, true])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('never elects more than there are seats, nobody twice, nobody who withdrew, and each for a reason', () => {
    fc.assert(
      fc.property(electionsFor(method, { withdrawals: true }), (election) => {
        const { winners, rounds, ballots, valid, blank, invalid } = countVotes(method, profileOf(election))
        expect(new Set(winners).size).toBe(winners.length)
        expect(winners.length).toBeLessThanOrEqual(election.seats)
        for (const winner of winners) expect(election.withdrawn).not.toContain(winner)
        expect(rounds.flatMap(({ elected }) => elected.map(({ candidate }) => candidate))).toEqual(winners)
        expect(valid + blank + invalid).toBe(ballots)
        expect(ballots).toBe(election.ballots.reduce((sum, [, weight]) => sum + weight, 0))
        if (valid === 0) expect(winners).toEqual([])
      }),
    )
  })
})

const EXACT: [Method, CountOptions][] = [
  ...ADD_UP.map((method): [Method, CountOptions] => [method, {}]),
  ['irv', { equalRanks: 'split' }],
  ['irv', { equalRanks: 'exhaust', skippedRanks: 'exhaust', stop: 'majority' }],
]

describe.each(EXACT)('%s %j', (method, options) => {
  it('has in every round the votes of all valid ballots, to the last decimal', () => {
    fc.assert(
      fc.property(electionsFor(method, { withdrawals: true }), (election) => {
        const { rounds, valid } = countVotes(method, profileOf(election), options)
        for (const { votes, exhausted, lost } of rounds)
          expect([...votes, exhausted, lost].reduce((sum, each) => sum + units(each), 0n)).toBe(
            BigInt(valid) * 10n ** 9n,
          )
      }),
    )
  })

  it('says of each transfer where it went', () => {
    fc.assert(
      fc.property(electionsFor(method), (election) => {
        const { rounds } = countVotes(method, profileOf(election), options)
        for (const { transfers } of rounds)
          for (const { votes, to, exhausted, lost } of transfers) {
            const gone = [...to.map((each) => each.votes), exhausted, lost]
            expect(gone.reduce((sum, each) => sum + units(each), 0n)).toBe(units(votes))
          }
      }),
    )
  })

  it('fills every seat that there are candidates for', () => {
    fc.assert(
      fc.property(electionsFor(method, { withdrawals: true }), (election) => {
        const { winners, valid } = countVotes(method, profileOf(election), options)
        const standing = election.candidates.length - election.withdrawn.length
        if (valid > 0) expect(winners.length).toBe(Math.min(election.seats, standing))
      }),
    )
  })
})

function shuffled(count: number): fc.Arbitrary<number[]> {
  return fc.shuffledSubarray(
    Array.from({ length: count }, (_, each) => each),
    { minLength: count },
  )
}

/** Candidate c gets the number `numbers[c]`. */
function renumber(election: Election, numbers: readonly number[]): Election {
  const to = (candidate: number): number => numbers[candidate] ?? 0
  const candidates = election.candidates.map(
    (_, number) => election.candidates[numbers.indexOf(number)] ?? '',
  )
  const ballots = election.ballots.map(([ballot, weight]): [Ranking | Scoring, number] => [
    election.kind === 'scored'
      ? (ballot as Scoring).map(([candidate, score]) => [to(candidate), score] as const)
      : (ballot as Ranking).map((place) => place.map(to)),
    weight,
  ])
  return { ...election, candidates, withdrawn: election.withdrawn.map(to), ballots }
}

function withoutWithdrawn(election: Election): Election {
  const left = election.candidates.filter((_, candidate) => !election.withdrawn.includes(candidate))
  const to = (candidate: number): number => left.indexOf(election.candidates[candidate] ?? '')
  const stays = (candidate: number): boolean => !election.withdrawn.includes(candidate)
  const ballots = election.ballots.map(([ballot, weight]): [Ranking | Scoring, number] => [
    election.kind === 'scored'
      ? (ballot as Scoring)
          .filter(([candidate]) => stays(candidate))
          .map(([candidate, score]) => [to(candidate), score] as const)
      : (ballot as Ranking)
          .filter((place) => place.length === 0 || place.some(stays))
          .map((place) => place.filter(stays).map(to)),
    weight,
  ])
  return { ...election, candidates: left, withdrawn: [], ballots }
}

/** A result with names for numbers, so that numbering shows nowhere. */
function named(result: CountResult): unknown {
  const name = (candidate: number): string => result.candidates[candidate] ?? ''
  return {
    winners: winnersOf(result),
    rounds: result.rounds.map((round) => ({
      votes: namedVotes(result, round),
      exhausted: round.exhausted,
      lost: round.lost,
      elected: round.elected.map(({ candidate, reason }) => [name(candidate), reason.code]),
      eliminated: round.eliminated.map(({ candidate }) => name(candidate)).sort(),
    })),
    ties: result.ties.map(({ over, round, tied, chosen }) => ({
      over,
      round,
      tied: tied.map(name).sort(),
      chosen: chosen.map(name).sort(),
    })),
  }
}

function namedVotes({ candidates, withdrawn }: CountResult, { votes }: Round): Record<string, string> {
  const entries = votes.map((each, candidate) => [candidates[candidate] ?? '', each] as const)
  return Object.fromEntries(entries.filter((_, candidate) => !withdrawn.includes(candidate)))
}

/** A decimal in units of 10^−9. */
function units(decimal: string): bigint {
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.')
  const value = BigInt(whole + fraction.padEnd(9, '0'))
  return decimal.startsWith('-') ? -value : value
}
