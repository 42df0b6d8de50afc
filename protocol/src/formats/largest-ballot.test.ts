import { describe, expect, it } from 'vitest'
import { clubBallot, clubBody, clubVotes } from '../../vectors/material/club.ts'
import { canonicalJson } from '../json.ts'
import type { Votes } from './ballot.ts'
import { largestBallot } from './largest-ballot.ts'
import type { Manifest } from './manifest.ts'
import { checkVote } from './votes.ts'

/** With scores of three digits in one contest. */
const manifest: Manifest = {
  ...clubBody,
  contests: clubBody.contests.map((contest) =>
    contest.id === 'tent' ? { ...contest, maxScore: 100 } : contest,
  ),
}

const LONGEST: Votes = {
  ...clubVotes,
  captain: ['ann', 'ben', 'col', 'dot'],
  delegates: ['ann', 'ben', 'col', 'dot', 'eve'],
  motto: [['all', 'few'], 'one'],
  place: ['hill', ['lake', 'wood']],
  song: { jazz: 5, pop: 5, rock: 5 },
  tent: { green: 100, blue: 100 },
}

describe('the longest ballot of an election', () => {
  it('ranks in pairs of equals, and has the highest score everywhere', () => {
    for (const contest of manifest.contests) checkVote(contest, LONGEST[contest.id] ?? [])
    expect(largestBallot(manifest)).toBe(lengthOf(LONGEST))
  })

  it.each([
    ['without equals', { ...LONGEST, motto: ['all', 'few', 'one'] }],
    ['with more equals in fewer places', { ...LONGEST, motto: [['all', 'few', 'one']] }],
    ['with a lower score', { ...LONGEST, tent: { green: 100, blue: 99 } }],
  ])('is longer than one %s', (_what, votes) => {
    expect(lengthOf(votes)).toBeLessThanOrEqual(largestBallot(manifest))
  })
})

function lengthOf(votes: Votes): number {
  const body = { ...clubBallot(votes), sequence: 99 }
  return canonicalJson({ body, signature: 'A'.repeat(86) }).length
}
