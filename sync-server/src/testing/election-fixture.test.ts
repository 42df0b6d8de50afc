import { describe, expect, it } from 'vitest'
import { checkBallot, parseBallot } from '#protocol/formats/ballot'
import { checkManifest } from '#protocol/formats/manifest'
import { makeBallot, makeElection, voterSeed } from './election-fixture.ts'

describe('the fixture election', () => {
  it('has a manifest that its own join link accepts', () => {
    const election = makeElection()
    expect(checkManifest(election.manifest, election.manifestHash).body.election).toBe('board-2026')
  })

  it('has ballots that pass every check, in each group', async () => {
    const groups = [
      { id: 'all', weight: 1, contests: ['chair'] },
      { id: 'members', weight: 3, contests: ['chair', 'board'] },
    ]
    const election = makeElection({ groups })
    const plain = makeBallot(election, { votes: { chair: ['ada'] } })
    const member = makeBallot(election, { group: 'members', votes: { board: ['dia'] }, seed: voterSeed(1) })
    for (const ballot of [plain, member])
      await checkBallot(parseBallot(ballot), election.manifest.body, election.manifestHash)
    expect(member.body.votes).toEqual({ chair: [], board: ['dia'] })
  })
})
