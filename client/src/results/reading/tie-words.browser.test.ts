import type { Tie } from '#protocol/counting/transcript'
import { expect, test } from 'vitest'
import type { FakeCount } from '../../testing/fake-counts.ts'
import { fakeCount, LEVEL_BALLOTS, countShown } from '../../testing/fake-counts.ts'
import { CountReading } from './count-reading.ts'
import { tieWords } from './tie-words.ts'

const lot = { rule: 'lot', drawn: [1, 2, 0] } as const
const THREE = { options: 3 }
/** Ada and Bruno have an equal surplus. */
const SURPLUS = { ac: 40, bd: 40, c: 16, d: 14 }

/** Ties that were broken: a count, which rule broke its tie over what, and all that is said of it. */
const FINAL: readonly (readonly [Tie['over'], Tie['rule'], FakeCount, string])[] = [
  [
    'elimination',
    'previous-round',
    fakeCount('irv', { a: 10, b: 9, c: 3, d: 4, ec: 1 }),
    'A tie: Dana Whitfield and Chen Wei are level with the fewest votes, and one of them has to be eliminated. Going back round by round, round 1 decides. Eliminated: Chen Wei.',
  ],
  [
    'elimination',
    'order',
    fakeCount('irv', LEVEL_BALLOTS),
    'A tie: Fatima Zahra El Amrani-Benkirane and Dana Whitfield are level with the fewest votes, and one of them has to be eliminated. The order published before the election decides: Fatima Zahra El Amrani-Benkirane, Dana Whitfield. Eliminated: Dana Whitfield.',
  ],
  [
    'elimination',
    'lot',
    fakeCount('irv', { a: 2, b: 1, c: 1 }, { ...THREE, tieBreak: lot }),
    'A tie: Chen Wei and Bruno Salgado Iturralde are level with the fewest votes, and one of them has to be eliminated. A lot drawn in public decides. Eliminated: Chen Wei.',
  ],
  [
    'surplus',
    'order',
    fakeCount('stv-scottish', SURPLUS, { options: 4, seats: 3 }),
    'A tie: Bruno Salgado Iturralde and Ada Nwosu have an equal surplus, and one has to be passed on first. The order published before the election decides: Bruno Salgado Iturralde, Ada Nwosu. Passed on first: the surplus of Bruno Salgado Iturralde.',
  ],
  [
    'finalist',
    'head-to-head',
    fakeCount('star', { a5b3c2: 2, a5b1c3: 1 }, THREE),
    'A tie: Chen Wei and Bruno Salgado Iturralde have equally many points, and there is not a place in the runoff for each. Their wins against one another decide. In the runoff: Bruno Salgado Iturralde.',
  ],
  [
    'finalist',
    'order',
    fakeCount('star', { a5b3c3: 2 }, THREE),
    'A tie: Chen Wei and Bruno Salgado Iturralde have equally many points, and there is not a place in the runoff for each. Their wins against one another do not decide. The order published before the election decides: Chen Wei, Bruno Salgado Iturralde. In the runoff: Chen Wei.',
  ],
  [
    'seat',
    'score',
    fakeCount('star', { a5b4: 1, b5a1: 1 }, THREE),
    'A tie: Bruno Salgado Iturralde and Ada Nwosu are level, and there is not a place for each of them. The higher number of points decides. Gets a place: Bruno Salgado Iturralde.',
  ],
  [
    'seat',
    'order',
    fakeCount('star', { a5b1: 1, b5a1: 1 }, THREE),
    'A tie: Bruno Salgado Iturralde and Ada Nwosu are level, and there is not a place for each of them. Their points are equal too. The order published before the election decides: Bruno Salgado Iturralde, Ada Nwosu. Gets a place: Bruno Salgado Iturralde.',
  ],
  [
    'victory',
    'order',
    fakeCount('ranked-pairs', { abc: 1, bca: 1, cab: 1 }, THREE),
    'A tie: wins of Chen Wei, Bruno Salgado Iturralde, and Ada Nwosu are equally strong, and not all of them can be locked. The order published before the election decides: Chen Wei, Bruno Salgado Iturralde, Ada Nwosu. Looked at first: the wins of Chen Wei.',
  ],
]

test.each(FINAL)('a tie over %s that is broken by %s', (over, rule, count, words) => {
  const [tie] = count.result.transcript?.ties ?? []
  expect(tie).toMatchObject({ over, rule })
  expect(said(count, true)).toBe(words)
})

test('before the count is final no order and no lot decides anything', () => {
  const order = fakeCount('irv', LEVEL_BALLOTS)
  expect(said(order, false)).toMatch(
    /If it stayed so, the order .* would decide: .*\. What follows depends on it\.$/,
  )
  const drawn = fakeCount('irv', LEVEL_BALLOTS, { tieBreak: { rule: 'lot', drawn: [0, 1, 2, 3, 4] } })
  expect(said(drawn, false)).toMatch(/If it stayed so, a lot drawn in public would decide\. What follows/)
})

test('that earlier rounds were looked at and did not decide is said where there were any', () => {
  const count = fakeCount('irv', { a: 9, b: 8, c: 4, d: 4, e: 1 })
  expect(count.result.transcript?.ties).toMatchObject([{ round: 1, rule: 'order' }])
  expect(said(count, true)).toContain('The rounds before do not decide.')
  expect(said(fakeCount('irv', LEVEL_BALLOTS), true)).not.toContain('The rounds before')
})

test('by Meek’s method a tie says within which surplus votes count as equal', () => {
  const count = fakeCount('stv-meek', { a: 40, b: 10, c: 7, d: 7 }, { options: 4, seats: 2 })
  expect(said(count, true)).toMatch(/one of .* differ by no more than the surplus of [\d.]+ that is still/)
})

function said(count: FakeCount, final: boolean): string {
  const reading = new CountReading(countShown(count, final))
  const [tie] = reading.transcript.ties
  if (!tie) throw new Error('nothing was tied')
  return tieWords(reading, tie)
    .join(' ')
    .replace(/[\u2068\u2069]/g, '')
}
