import { expect, test } from 'vitest'
import type { FakeCount } from '../../testing/fake-counts.ts'
import {
  CIRCLE_BALLOTS,
  fakeCount,
  IRV_BALLOTS,
  LEVEL_BALLOTS,
  countShown,
} from '../../testing/fake-counts.ts'
import { CountReading } from './count-reading.ts'
import type { Standing } from './standing.ts'
import { standingOf } from './standing.ts'

/** By option, of those that stand out. */
function standings(count: FakeCount, final: boolean): Readonly<Record<string, Standing>> {
  const reading = new CountReading(countShown(count, final))
  const all = reading.candidates.map(
    (candidate) => [count.contest.ties[candidate] ?? '', standingOf(reading, candidate)] as const,
  )
  return Object.fromEntries(all.filter(([, standing]) => standing !== undefined))
}

test('whoever the count elects is ahead while it is live, and elected when it is final', () => {
  const count = fakeCount('irv', IRV_BALLOTS)
  expect(standings(count, false)).toEqual({ bruno: 'ahead' })
  expect(standings(count, true)).toEqual({ bruno: 'elected' })
})

test('after a tie that only an order breaks nobody is ahead, until the count is final', () => {
  const count = fakeCount('irv', LEVEL_BALLOTS)
  expect(standings(count, false)).toEqual({ bruno: 'open', dana: 'tied', fatima: 'tied' })
  expect(standings(count, true)).toEqual({ bruno: 'elected' })
})

test('a tie among the last takes nothing from whoever has a majority', () => {
  expect(standings(fakeCount('irv', { a: 9, b: 1, c: 1 }, { options: 3 }), false)).toMatchObject({
    ada: 'ahead',
  })
})

test('in which order options without a vote are eliminated changes nothing', () => {
  const count = fakeCount('irv', { a: 4, b: 2, c: 1 })
  expect(count.result.transcript?.ties).toMatchObject([{ over: 'elimination', rule: 'order' }])
  expect(standings(count, false)).toEqual({ ada: 'ahead' })
})

test('a tie over a seat leaves whoever is above it ahead', () => {
  const count = fakeCount('borda', { abc: 1, acb: 1 }, { options: 3, seats: 2 })
  expect(standings(count, false)).toEqual({ ada: 'ahead', bruno: 'tied', chen: 'tied' })
})

test('equal victories leave open who wins, unless somebody beats all others', () => {
  expect(standings(fakeCount('ranked-pairs', { abc: 1, bca: 1, cab: 1 }, { options: 3 }), false)).toEqual({
    ada: 'tied',
    bruno: 'tied',
    chen: 'tied',
  })
  const tieBreak = { rule: 'lot', drawn: [1, 0, 2] } as const
  const others = fakeCount('ranked-pairs', { abc: 3, bca: 2, cab: 3 }, { options: 3, tieBreak })
  expect(standings(others, false)).toEqual({ ada: 'open', bruno: 'tied', chen: 'tied' })
  const first = fakeCount('ranked-pairs', { abcd: 1, acdb: 1, adbc: 1 }, { options: 4 })
  expect(first.result.transcript?.ties).toMatchObject([{ over: 'victory' }])
  expect(standings(first, false)).toMatchObject({ ada: 'ahead' })
  expect(standings(fakeCount('ranked-pairs', CIRCLE_BALLOTS), false)).toEqual({ ada: 'ahead' })
})
