import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countVotes } from './count.ts'
import { formatScaled } from './decimals.ts'
import type { Profile } from './profile.ts'
import { electionsFor, profileOf } from './testing/elections.ts'
import { naiveMeek } from './testing/naive-meek.ts'
import { naiveBorda, naiveLocked, naiveMatrix, naivePath } from './testing/naive-pairs.ts'
import type { NaiveRound } from './testing/naive-stv.ts'
import { naiveIrv, naiveScottish } from './testing/naive-stv.ts'
import type { CountResult } from './transcript.ts'

/** Each method a second time, written from its rule alone, paper by paper and with nothing remembered between steps. */
describe('agrees with a count that is written without regard to cost', () => {
  it.each<['irv' | 'stv-scottish' | 'stv-meek', number, (profile: Profile) => NaiveRound[]]>([
    ['irv', 0, naiveIrv],
    ['stv-scottish', 5, naiveScottish],
    ['stv-meek', 9, naiveMeek],
  ])('%s, round by round', (method, decimals, naive) => {
    fc.assert(
      fc.property(electionsFor(method, { withdrawals: true }), (election) => {
        const profile = profileOf(election)
        expect(decisionsOf(countVotes(method, profile))).toEqual(
          naive(profile).map(({ votes, elected, out }) => ({
            votes: votes.map((each) => formatScaled(each, decimals)),
            elected: [...elected].sort((a, b) => a - b),
            out,
          })),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('Schulze: the matrix, and the strongest of all paths that can be walked', () => {
    fc.assert(
      fc.property(electionsFor('schulze', { candidates: 5 }), (election) => {
        const profile = profileOf(election)
        const { pairwise } = countVotes('schulze', profile)
        const matrix = naiveMatrix(profile)
        expect(pairwise?.preferred).toEqual(matrix)
        const paths = matrix.map((_, a) => matrix.map((__, b) => (a === b ? 0 : naivePath(matrix, a, b))))
        expect(pairwise?.paths).toEqual(paths)
      }),
      { numRuns: 300 },
    )
  })

  it('ranked pairs: the same victories are locked', () => {
    fc.assert(
      fc.property(electionsFor('ranked-pairs'), (election) => {
        const profile = profileOf(election)
        const victories = countVotes('ranked-pairs', profile).pairwise?.victories ?? []
        const locked = victories.filter((each) => each.locked).map(({ winner, loser }) => [winner, loser])
        expect(locked).toEqual(naiveLocked(naiveMatrix(profile)))
      }),
      { numRuns: 300 },
    )
  })

  it('Borda: points place by place', () => {
    fc.assert(
      fc.property(electionsFor('borda'), (election) => {
        const profile = profileOf(election)
        const points = naiveBorda(profile).map((doubled) => formatScaled(5 * doubled, 1))
        expect(countVotes('borda', profile).rounds[0]?.votes).toEqual(points)
      }),
    )
  })
})

function decisionsOf({ rounds }: CountResult): unknown {
  return rounds.map(({ votes, elected, eliminated }) => ({
    votes,
    elected: elected.map(({ candidate }) => candidate).sort((a, b) => a - b),
    out: eliminated[0]?.candidate,
  }))
}
