import { describe, expect, it } from 'vitest'
import { CountingError } from './counting-error.ts'
import { METHODS } from '../formats/contest-method.ts'
import { countVotes, openCount } from './count.ts'
import type { Election } from './testing/elections.ts'
import { profileOf, rankedElection, winnersOf } from './testing/elections.ts'

describe('a tie', () => {
  it('for elimination goes by the latest earlier round in which the tied differed', () => {
    // d leaves first, and lifts c to the five that b has; before that c had fewer.
    const ballots = { 'a>b': 11, 'b>a': 5, 'c>b': 4, 'd>c': 1 }
    const result = countVotes('irv', profileOf(rankedElection('a b c d', ballots)))
    expect(result.ties).toEqual([
      { round: 1, over: 'elimination', tied: [1, 2], chosen: [2], rule: 'previous-round', decidedIn: 0 },
    ])
    expect(result.rounds[1]?.eliminated.map(({ candidate }) => candidate)).toEqual([2])
  })

  it('for the larger surplus goes the same way, as in the Scottish rules', () => {
    // Quota 10. The surplus of a, a half of each paper, lifts c to the twelve that b had from the beginning.
    const ballots = { 'a>c': 6, a: 14, b: 12, c: 9, d: 2, e: 5 }
    const result = countVotes('stv-scottish', profileOf(rankedElection('a b c d e', ballots, 4)))
    expect(result.rounds[1]?.votes.slice(1, 3)).toEqual(['12.00000', '12.00000'])
    expect(result.ties).toEqual([
      { round: 1, over: 'surplus', tied: [1, 2], chosen: [1], rule: 'previous-round', decidedIn: 0 },
    ])
  })

  it('that no round decides goes by the candidates’ order, or by the lot', () => {
    const profile = profileOf(rankedElection('a b c', { 'a>b': 2, 'b>c': 2, 'c>a': 2 }))
    expect(countVotes('irv', profile).ties[0]).toMatchObject({ tied: [0, 1, 2], chosen: [2], rule: 'order' })
    const lot = { rule: 'lot', drawn: [2, 1, 0] } as const
    const drawn = countVotes('irv', profile, { tieBreak: lot })
    expect(drawn.ties[0]).toMatchObject({ tied: [0, 1, 2], chosen: [0], rule: 'lot' })
  })

  it('for the last seat names everybody on that level, and nobody above it', () => {
    const profile = profileOf(rankedElection('a b c d', { a: 3, b: 2, c: 2, d: 2 }, 2))
    const result = countVotes('plurality', profile)
    expect(winnersOf(result)).toEqual(['a', 'b'])
    expect(result.ties).toEqual([{ round: 0, over: 'seat', tied: [1, 2, 3], chosen: [1], rule: 'order' }])
  })

  it('that decides nothing is not one', () => {
    const profile = profileOf(rankedElection('a b c', { a: 2, b: 2, c: 1 }, 2))
    expect(countVotes('plurality', profile).ties).toEqual([])
  })

  it('among STAR’s finalists goes by head to head, and in its runoff by points', () => {
    const scored = (ballots: Election['ballots']): Election => {
      return { kind: 'scored', candidates: ['a', 'b', 'c'], seats: 1, withdrawn: [], ballots }
    }
    const finalists = scored([
      [
        [
          [0, 5],
          [1, 1],
          [2, 2],
        ],
        1,
      ],
      [
        [
          [0, 5],
          [1, 2],
          [2, 3],
        ],
        1,
      ],
      [
        [
          [0, 0],
          [1, 5],
          [2, 3],
        ],
        1,
      ],
    ])
    expect(countVotes('star', profileOf(finalists)).ties).toEqual([
      { round: 0, over: 'finalist', tied: [1, 2], chosen: [2], rule: 'head-to-head' },
    ])
    const runoff = scored([
      [
        [
          [0, 5],
          [1, 4],
        ],
        1,
      ],
      [
        [
          [0, 1],
          [1, 4],
        ],
        1,
      ],
    ])
    const result = countVotes('star', profileOf(runoff))
    expect([winnersOf(result), result.ties]).toEqual([
      ['b'],
      [{ round: 1, over: 'seat', tied: [0, 1], chosen: [1], rule: 'score' }],
    ])
  })

  it('that rounds settle for some and the order for the others names those others', () => {
    // e leaves first, and then a, b and c have four each; c had more than a and b before.
    const ballots = { a: 3, b: 3, c: 4, d: 9, 'e>a': 1, 'e>b': 1 }
    const result = countVotes('irv', profileOf(rankedElection('a b c d e', ballots)))
    expect(result.ties[0]).toEqual({
      round: 1,
      over: 'elimination',
      tied: [0, 1],
      chosen: [1],
      rule: 'order',
    })
  })

  it('between victories of ranked pairs is one when not all can be locked', () => {
    const circle = profileOf(rankedElection('a b c', { 'a>b>c': 1, 'b>c>a': 1, 'c>a>b': 1 }))
    const result = countVotes('ranked-pairs', circle)
    expect(result.ties).toEqual([{ round: 0, over: 'victory', tied: [0, 1, 2], chosen: [0], rule: 'order' }])
    expect(winnersOf(result)).toEqual(['a'])
  })

  it('between victories is none where stronger ones leave no choice', () => {
    // b over d and d over c are stronger: of a over b and c over b, equal, the second closes their circle in any order.
    const ballots = { 'a>d>c>b': 4, 'a>c>b>d': 3, 'b>a>d>c': 5 }
    const result = countVotes('ranked-pairs', profileOf(rankedElection('a b c d', ballots)))
    const equal = result.pairwise?.victories?.filter(({ votes }) => votes === 7)
    expect(equal?.map(({ winner, locked }) => [winner, locked])).toEqual([
      [0, true],
      [2, false],
    ])
    expect(result.ties).toEqual([])
  })
})

describe('where real rules differ', () => {
  const overvoted = profileOf(rankedElection('a b c', { 'a=b>c': 3, 'c>a=b': 4, a: 5, b: 1 }))

  it.each([
    ['exhaust-if-several', ['5', '1', '4'], ['5', '0', '4'], 3],
    ['exhaust', ['5', '1', '4'], ['5', '0', '4'], 3],
    ['split', ['6.50000', '2.50000', '4.00000'], ['8.00000', '0.00000', '4.00000'], 0],
  ] as const)('equal ranks in IRV: %s', (equalRanks, first, last, invalid) => {
    const result = countVotes('irv', overvoted, { equalRanks })
    expect([result.rounds[0]?.votes, result.rounds.at(-1)?.votes]).toEqual([first, last])
    expect(result.invalid).toBe(invalid)
  })

  it('equal ranks in IRV: a place with one candidate left counts, unless it exhausts', () => {
    const profile = profileOf(rankedElection('a b c d', { 'd>a=c': 2, a: 4, b: 5, c: 1 }))
    expect(countVotes('irv', profile).rounds.at(-1)?.votes).toEqual(['6', '5', '0', '0'])
    const exhausting = countVotes('irv', profile, { equalRanks: 'exhaust' })
    expect(exhausting.rounds.at(-1)).toMatchObject({ votes: ['4', '5', '0', '0'], exhausted: '3' })
  })

  it('skipped ranks in IRV are passed over, or exhaust', () => {
    const ballots = [
      [[[0], [], [1]], 2],
      [[[1]], 3],
      [[[2]], 4],
    ] as const
    const profile = profileOf({ ...rankedElection('a b c', {}), ballots })
    expect(countVotes('irv', profile).rounds.at(-1)?.votes).toEqual(['0', '5', '4'])
    const exhausting = countVotes('irv', profile, { skippedRanks: 'exhaust' })
    expect(exhausting.rounds.at(-1)).toMatchObject({ votes: ['0', '3', '4'], exhausted: '2' })
  })

  it('IRV ends with the last two, or with the first majority', () => {
    const profile = profileOf(rankedElection('a b c', { a: 6, b: 3, c: 2 }))
    expect(countVotes('irv', profile).rounds).toHaveLength(2)
    expect(countVotes('irv', profile, { stop: 'majority' }).rounds).toHaveLength(1)
  })

  it('plurality takes as many choices as there are seats, or as it is told', () => {
    const profile = profileOf(rankedElection('a b c', { 'a=b': 2, 'a=b=c': 1, c: 1 }, 2))
    expect(countVotes('plurality', profile)).toMatchObject({ valid: 3, invalid: 1, winners: [0, 1] })
    expect(countVotes('plurality', profile, { maxSelections: 3 })).toMatchObject({ valid: 4, invalid: 0 })
    expect(countVotes('plurality', profile, { maxSelections: 1 })).toMatchObject({ valid: 1, invalid: 3 })
  })

  it('Scottish papers need one first preference, and end where the next is not one', () => {
    const ballots = [
      [[[0, 1], [2]], 1],
      [[[], [0]], 1],
      [[[2], [], [0]], 2],
      [[[2], [0, 1]], 1],
      [[[0]], 4],
      [[[1]], 5],
    ] as const
    const result = countVotes('stv-scottish', profileOf({ ...rankedElection('a b c', {}), ballots }))
    expect(result).toMatchObject({ valid: 12, invalid: 2, blank: 0 })
    expect(result.rounds[1]).toMatchObject({ votes: ['4.00000', '5.00000', '0.00000'], exhausted: '3.00000' })
  })
})

describe('what cannot be counted is refused with its code', () => {
  const ranked = profileOf(rankedElection('a b', { 'a>b': 1 }))
  const two = profileOf(rankedElection('a b', { 'a>b': 1 }, 2))
  const heavy = profileOf(rankedElection('a b', { 'a>b': Number.MAX_SAFE_INTEGER }))

  /** Their quota alone is a number that five decimals leave exact. */
  const heavyForFive = profileOf(rankedElection('a b', { 'a>b': Math.ceil(2 ** 53 / 100_000) }, 2))

  it.each([
    ['needs-scores', () => countVotes('score', ranked)],
    ['needs-scores', () => openCount('star', ranked)],
    ['one-seat', () => countVotes('irv', two)],
    ['too-many-votes', () => countVotes('stv-scottish', heavy)],
    ['too-many-votes', () => countVotes('stv-scottish', heavyForFive)],
    ['too-many-votes', () => countVotes('borda', heavy)],
    ['too-many-votes', () => openCount('schulze', heavy).add([[0]], Number.MAX_SAFE_INTEGER + 1)],
    ['bad-lot', () => countVotes('irv', ranked, { tieBreak: { rule: 'lot', drawn: [0] } })],
    ['bad-lot', () => countVotes('approval', ranked, { tieBreak: { rule: 'lot', drawn: [0, 0] } })],
  ] as const)('%s', (code, count) => {
    expect(count).toThrow(expect.objectContaining({ name: 'CountingError', code }))
    expect(count).toThrow(CountingError)
  })

  it('as many ballots as a number holds are counted by the others', () => {
    for (const method of METHODS.filter((each) => !['score', 'star', 'stv-scottish', 'borda'].includes(each)))
      expect(winnersOf(countVotes(method, heavy))).toEqual(['a'])
  })
})
