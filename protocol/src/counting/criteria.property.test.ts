import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countVotes } from './count.ts'
import type { Ranking, Scoring } from './profile.ts'
import type { Election } from './testing/elections.ts'
import { electionsFor, profileOf, rankedElection, winnersOf } from './testing/elections.ts'
import type { Method } from './transcript.ts'

const RUNS = { numRuns: 300 }

/** What each method promises of the outcome, and where the theory says that it does not, an election that shows it. */
describe.each(['schulze', 'ranked-pairs'] as const)('%s', (method) => {
  it('elects whoever is preferred to each other', () => {
    fc.assert(
      fc.property(electionsFor(method, { seats: 1 }), (election) => {
        const { winners, pairwise, rounds } = countVotes(method, profileOf(election))
        const winner = condorcetWinner(pairwise?.preferred ?? [])
        if (winner === undefined) return
        expect(winners).toEqual([winner])
        expect(rounds[0]?.elected[0]?.reason.code).toBe('beats-all')
      }),
      RUNS,
    )
  })
})

describe.each(['borda', 'schulze', 'ranked-pairs'] as const)('%s', (method) => {
  it('does not elect the same when every voter means the opposite', () => {
    fc.assert(
      fc.property(electionsFor(method, { seats: 1, strict: true }), (election) => {
        const reversed = election.ballots.map(
          ([ballot, weight]) => [[...(ballot as Ranking)].reverse(), weight] as const,
        )
        const [forth, back] = [election, { ...election, ballots: reversed }].map((each) =>
          countVotes(method, profileOf(each)),
        )
        if (!forth || !back || forth.ties.length + back.ties.length > 0 || forth.valid === 0) return
        expect(back.winners).not.toEqual(forth.winners)
      }),
      RUNS,
    )
  })
})

describe.each(['plurality', 'irv', 'schulze', 'ranked-pairs', 'stv-scottish', 'stv-meek'] as const)(
  '%s',
  (method) => {
    it('elects whom more than half rank first', () => {
      fc.assert(
        fc.property(electionsFor(method, { seats: 1, strict: true }), fc.nat(5), (election, number) => {
          const favourite = number % election.candidates.length
          const others = election.ballots.reduce((sum, [, weight]) => sum + weight, 0)
          const ballots = [...election.ballots, [[[favourite]], others + 1] as const]
          expect(countVotes(method, profileOf({ ...election, ballots })).winners).toEqual([favourite])
        }),
        RUNS,
      )
    })
  },
)

describe.each(['plurality', 'approval', 'score', 'star', 'borda', 'schulze', 'ranked-pairs'] as const)(
  '%s',
  (method) => {
    it('still elects the winner when one voter thinks better of it', () => {
      const raised = fc.tuple(
        electionsFor(method, { seats: 1, strict: method === 'borda' }),
        fc.nat(),
        fc.nat(),
      )
      fc.assert(
        fc.property(raised, ([election, at, by]) => {
          const [winner] = countVotes(method, profileOf(election)).winners
          if (winner === undefined) return
          const index = at % election.ballots.length
          const ballots = election.ballots.flatMap(([ballot, weight], each) =>
            each === index ? raiseOne(election, ballot, weight, { winner, by }) : [[ballot, weight] as const],
          )
          expect(countVotes(method, profileOf({ ...election, ballots })).winners).toEqual([winner])
        }),
        RUNS,
      )
    })
  },
)

describe.each<[Method]>([['irv'], ['stv-scottish'], ['stv-meek']])('%s is not monotone', (method) => {
  it('may take the seat from a winner whom two voters raise to the first place', () => {
    // Before: b has fewest, and its ballots elect a. After: c has fewest, and its ballots elect b.
    const before = { 'a>b>c': 39, 'b>c>a': 35, 'c>a>b': 26 }
    expect(winnersOf(countVotes(method, profileOf(rankedElection('a b c', before))))).toEqual(['a'])
    const after = { 'a>b>c': 49, 'b>c>a': 25, 'c>a>b': 26 }
    expect(winnersOf(countVotes(method, profileOf(rankedElection('a b c', after))))).toEqual(['c'])
  })
})

describe('what other methods do not promise', () => {
  const montroll = rankedElection('left middle right', {
    'left>middle>right': 40,
    'middle>left>right': 25,
    'right>middle>left': 35,
  })

  it.each<[Method, string]>([
    ['plurality', 'left'],
    ['irv', 'left'],
  ])('%s may leave out whoever is preferred to each other', (method, winner) => {
    const profile = profileOf(montroll)
    expect(winnersOf(countVotes('schulze', profile))).toEqual(['middle'])
    expect(winnersOf(countVotes(method, profile))).toEqual([winner])
  })

  it('Borda may leave out whom more than half rank first', () => {
    const election = rankedElection('a b c', { 'a>b>c': 51, 'b>c>a': 49 })
    expect(winnersOf(countVotes('borda', profileOf(election)))).toEqual(['b'])
  })
})

function condorcetWinner(preferred: readonly (readonly number[])[]): number | undefined {
  const all = preferred.map((_, candidate) => candidate)
  return all.find((a) => all.every((b) => a === b || (preferred[a]?.[b] ?? 0) > (preferred[b]?.[a] ?? 0)))
}

/** The same ballots, but one of the voters puts the winner higher. */
function raiseOne(
  election: Election,
  ballot: Ranking | Scoring,
  weight: number,
  { winner, by }: { winner: number; by: number },
): (readonly [Ranking | Scoring, number])[] {
  const better =
    election.kind === 'scored'
      ? raiseScore(ballot as Scoring, winner)
      : raiseRank(ballot as Ranking, winner, by)
  const rest: [Ranking | Scoring, number][] = weight > 1 ? [[ballot, weight - 1]] : []
  return [...rest, [better, 1]]
}

function raiseScore(scores: Scoring, winner: number): Scoring {
  const score = scores.find(([candidate]) => candidate === winner)?.[1] ?? 0
  return [...scores.filter(([candidate]) => candidate !== winner), [winner, score + 1]]
}

/** Alone in a place that is not behind the one it had; nobody else moves. */
function raiseRank(ranking: Ranking, winner: number, by: number): Ranking {
  const had = ranking.findIndex((place) => place.includes(winner))
  const at = by % ((had < 0 ? ranking.length : had) + 1)
  const others = ranking.map((place) => place.filter((candidate) => candidate !== winner))
  return [...others.slice(0, at), [winner], ...others.slice(at)]
}
