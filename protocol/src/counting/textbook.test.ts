import { describe, expect, it } from 'vitest'
import { countVotes } from './count.ts'
import { profileOf, rankedElection, winnersOf } from './testing/elections.ts'
import type { Method } from './transcript.ts'

/** Where to put the capital of Tennessee: the example of Wikipedia's articles on voting methods. */
const tennessee = rankedElection('Memphis Nashville Chattanooga Knoxville', {
  'Memphis>Nashville>Chattanooga>Knoxville': 42,
  'Nashville>Chattanooga>Knoxville>Memphis': 26,
  'Chattanooga>Knoxville>Nashville>Memphis': 15,
  'Knoxville>Chattanooga>Nashville>Memphis': 17,
})

describe('the capital of Tennessee', () => {
  it.each<[Method, string, string[]]>([
    ['plurality', 'Memphis', ['42', '26', '15', '17']],
    ['borda', 'Nashville', ['126.0', '194.0', '173.0', '107.0']],
    ['irv', 'Knoxville', ['42', '0', '0', '58']],
    ['schulze', 'Nashville', []],
    ['ranked-pairs', 'Nashville', []],
  ])('by %s is %s', (method, winner, votes) => {
    const result = countVotes(method, profileOf(tennessee))
    expect(winnersOf(result)).toEqual([winner])
    expect(result.rounds.at(-1)?.votes).toEqual(votes)
    expect(result.ties).toEqual([])
  })

  it('by IRV eliminates Chattanooga, then Nashville, and tells where their votes went', () => {
    const { rounds } = countVotes('irv', profileOf(tennessee))
    expect(rounds.map(({ votes }) => votes)).toEqual([
      ['42', '26', '15', '17'],
      ['42', '26', '0', '32'],
      ['42', '0', '0', '58'],
    ])
    expect(rounds.map(({ eliminated }) => eliminated)).toEqual([
      [{ candidate: 2, reason: { code: 'fewest-votes', votes: '15' } }],
      [{ candidate: 1, reason: { code: 'fewest-votes', votes: '26' } }],
      [],
    ])
    expect(rounds[2]?.transfers).toEqual([
      {
        kind: 'elimination',
        from: 1,
        votes: '26',
        to: [{ candidate: 3, votes: '26' }],
        exhausted: '0',
        lost: '0',
      },
    ])
    expect(rounds[2]?.elected).toEqual([
      { candidate: 3, reason: { code: 'majority', votes: '58', of: '100' } },
    ])
  })
})

it('Schulze’s own example 1 (2011, section 3.1): the strongest paths, and the order E A C B D', () => {
  const ballots = { 'a>c>b>e>d': 5, 'a>d>e>c>b': 5, 'b>e>d>a>c': 8, 'c>a>b>e>d': 3 }
  const others = { 'c>a>e>b>d': 7, 'c>b>a>d>e': 2, 'd>c>e>b>a': 7, 'e>b>a>d>c': 8 }
  const result = countVotes('schulze', profileOf(rankedElection('a b c d e', { ...ballots, ...others }, 5)))
  expect(winnersOf(result)).toEqual(['e', 'a', 'c', 'b', 'd'])
  expect(result.pairwise?.paths).toEqual([
    [0, 28, 28, 30, 24],
    [25, 0, 28, 33, 24],
    [25, 29, 0, 29, 24],
    [25, 28, 28, 0, 24],
    [25, 28, 28, 31, 0],
  ])
})

it('ranked pairs leaves out the weakest victory of a circle', () => {
  const circle = profileOf(rankedElection('a b c', { 'a>b>c': 7, 'b>c>a': 5, 'c>a>b': 4 }))
  const result = countVotes('ranked-pairs', circle)
  expect(winnersOf(result)).toEqual(['a'])
  expect(result.pairwise?.victories).toEqual([
    { winner: 1, loser: 2, votes: 12, against: 4, locked: true },
    { winner: 0, loser: 1, votes: 11, against: 5, locked: true },
    { winner: 2, loser: 0, votes: 9, against: 7, locked: false },
  ])
})

it('STAR: the runoff can elect the second by points', () => {
  const ballots = [
    [
      [
        [0, 5],
        [1, 4],
      ],
      3,
    ],
    [
      [
        [1, 5],
        [2, 1],
      ],
      2,
    ],
  ] as const
  const election = { kind: 'scored', candidates: ['a', 'b', 'c'], seats: 1, withdrawn: [], ballots } as const
  const result = countVotes('star', profileOf(election))
  expect(result.rounds.map(({ votes }) => votes)).toEqual([
    ['15', '22', '2'],
    ['3', '2', '0'],
  ])
  expect(winnersOf(result)).toEqual(['a'])
  const reason = { code: 'runoff', votes: '3', other: 1, otherVotes: '2' }
  expect(result.rounds[1]?.elected).toEqual([{ candidate: 0, reason }])
  expect(result.rounds[0]?.eliminated).toEqual([
    { candidate: 2, reason: { code: 'not-finalist', votes: '2' } },
  ])
})

it('Meek: six ballots for two seats, with the figures of the reference implementation', () => {
  const ballots = rankedElection('Castor Pollux Helen', { 'Castor>Pollux': 4, Helen: 2 }, 2)
  const result = countVotes('stv-meek', profileOf(ballots))
  expect(winnersOf(result)).toEqual(['Castor', 'Helen'])
  expect(result.rounds.map(({ votes }) => votes).slice(0, 2)).toEqual([
    ['4.000000000', '0.000000000', '2.000000000'],
    ['2.000000004', '1.999999996', '2.000000000'],
  ])
  expect(result.rounds[1]).toMatchObject({ quota: '2.000000001', surplus: '0.000000003' })
  // 0.000000004 behind, and that is more than the surplus: no tie.
  expect(result.ties).toEqual([])
})

it('Scottish STV: two seats by hand', () => {
  // 20 ballots, quota 20/3 + 1 = 7. a has 10: a surplus of 3, each paper worth 3/10 = 0.3.
  const ballots = rankedElection('a b c', { 'a>b': 6, 'a>c': 3, a: 1, 'b>c': 4, c: 6 }, 2)
  const { rounds, ...result } = countVotes('stv-scottish', profileOf(ballots))
  expect(winnersOf({ ...result, rounds })).toEqual(['a', 'c'])
  expect(rounds.map(({ votes, exhausted }) => [...votes, exhausted])).toEqual([
    ['10.00000', '4.00000', '6.00000', '0.00000'],
    ['7.00000', '5.80000', '6.90000', '0.30000'],
    ['7.00000', '0.00000', '10.90000', '2.10000'],
  ])
  expect(rounds[1]?.transfers[0]).toMatchObject({ kind: 'surplus', votes: '3.00000', values: ['0.30000'] })
})
