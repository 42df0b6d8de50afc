import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Profile } from '../counting/profile.ts'
import { rankingOf } from '../counting/profile.ts'
import { writeBlt } from './blt/blt-writer.ts'
import type { CvrContestInfo } from './cvr/cvr-writer.ts'
import { BETWEEN_RECORDS, cvrBegin, cvrEnd, cvrRecord } from './cvr/cvr-writer.ts'
import { rankedProfiles } from './testing/profiles.ts'
import { ballotsOf, readText } from './testing/read-text.ts'

/** Everything that a profile says, whatever the order of its ballots. */
function contentOf(profile: Profile): object {
  const { candidates, seats, withdrawn } = profile
  return { candidates, seats, withdrawn, ballots: ballotsOf(profile) }
}

function writeCvr(profile: Profile): string {
  const { candidates, ballots, seats } = profile
  const info: CvrContestInfo = {
    election: { id: 'e', title: 'Election' },
    id: 'c',
    title: 'Contest',
    variation: 'rcv',
    seats,
    maxSelections: 1,
    options: candidates.map((name, index) => ({ id: `o${index}`, name })),
    generated: '2030-01-01T00:00:00Z',
  }
  const records = Array.from({ length: ballots.count }, (_, ballot) => {
    const places = rankingOf(ballots, ballot).map((place) => place.map((candidate) => `o${candidate}`))
    return cvrRecord(info, { id: `b${ballot}`, weight: ballots.weights[ballot] ?? 0, places })
  })
  return cvrBegin(info) + records.join(BETWEEN_RECORDS) + cvrEnd()
}

describe('a profile that is written and read again', () => {
  it('as BLT is the same, however its bytes are cut', () => {
    fc.assert(
      fc.property(rankedProfiles, fc.string(), fc.integer({ min: 1, max: 60 }), (profile, title, piece) => {
        const text = [...writeBlt(profile, title)].join('')
        const read = readText(text, 'ranks', { piece })
        expect(read.title).toBe(title.isWellFormed() ? title : read.title)
        expect(contentOf(read.profile)).toEqual(contentOf(profile))
      }),
    )
  })

  it('as CVR JSON is the same, but for who has withdrawn', () => {
    fc.assert(
      fc.property(rankedProfiles, fc.integer({ min: 1, max: 900 }), (profile, piece) => {
        const read = readText(writeCvr(profile), 'ranks', { piece })
        expect(contentOf(read.profile)).toEqual(contentOf({ ...profile, withdrawn: [] }))
      }),
    )
  })
})
