import { describe, expect, it } from 'vitest'
import type { Manifest } from '#protocol/formats/manifest'
import { reconcile } from './reconcile.ts'
import type { Outcome } from './simulation.ts'

const contest = { id: 'chair', ballots: 3, blank: 1, votes: { ada: 2, bob: 0 }, elected: ['ada'], tied: [] }
const shown = {
  ...{ v: 1 as const, election: 'e', manifest: '', amendments: '', root: '' },
  size: 4,
  turnout: 3,
  contests: [contest],
}
const tie = { round: 0, over: 'seat', tied: [0, 1], chosen: [0], rule: 'order' } as const
/** Three voters, one of whom cast twice. */
const fine: Outcome = {
  voters: 3,
  issued: 3,
  issuedByServer: 3,
  accepted: 3,
  acceptedBallots: 4,
  counted: 3,
  countedBallots: 4,
  rejected: 0,
  failures: new Map(),
  expected: { turnout: 3, contests: [contest] },
  shown,
  manifest: {} as Manifest,
  retries: 0,
  votingSeconds: 1,
}

describe('the numbers of a simulation', () => {
  it('agree when every ballot was issued for, accepted, counted and shown', () => {
    expect(reconcile(fine)).toEqual([])
  })

  it.each<[string, Partial<Outcome>, string]>([
    ['a phone without a credential', { voters: 4 }, '3 of 4 phones got a credential.'],
    ['a credential too many', { issuedByServer: 4 }, 'The registrar says 4 credentials, the phones hold 3.'],
    ['a voter without a receipt', { accepted: 2 }, '3 voters could vote, and 2 have a receipt.'],
    [
      'a voter who is not counted',
      { counted: 2 },
      '3 voters have a receipt, and 2 are proven to be counted.',
    ],
    [
      'a replaced ballot that is not in the log',
      { countedBallots: 3 },
      '4 ballots were accepted, 3 are in the log.',
    ],
    [
      'another way to the result',
      { shown: { ...shown, contests: [{ ...contest, transcript: { rounds: [], ties: [tie] } }] } },
      'chair: another way to the result is shown than the ballots lead.',
    ],
    [
      'a result that is behind',
      { shown: { ...shown, size: 3 } },
      '4 ballots were accepted, the result is over 3.',
    ],
    [
      'a ballot nobody cast',
      { shown: { ...shown, turnout: 4 } },
      '3 voters have a receipt, the result shows 4.',
    ],
    [
      'a vote that moved',
      { shown: { ...shown, contests: [{ ...contest, votes: { ada: 1, bob: 1 } }] } },
      'chair: ada got 2 votes, 1 are shown.',
    ],
    [
      'a blank ballot that moved',
      { shown: { ...shown, contests: [{ ...contest, blank: 0 }] } },
      'chair: 1 blank ballots were cast, 0 are shown.',
    ],
    [
      'a contest that is gone',
      { shown: { ...shown, contests: [] } },
      'chair: 3 ballots were cast, 0 are shown.',
    ],
  ])('disagree about %s', (_what, change, sentence) => {
    expect(reconcile({ ...fine, ...change })).toContain(sentence)
  })
})
