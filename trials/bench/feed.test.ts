import { expect, test } from 'vitest'
import { delaysBetween, percentile } from './feed.ts'

test('the n-th acknowledged ballot is shown when the log has n', () => {
  const sights = [
    { size: 2, at: 100 },
    { size: 3, at: 250 },
  ]
  expect(delaysBetween([10, 40, 60], sights)).toEqual([60, 90, 190])
})

test('a ballot that was shown before its acknowledgement arrived was not shown late', () => {
  expect(delaysBetween([120], [{ size: 1, at: 100 }])).toEqual([0])
})

test('percentiles are of what was measured', () => {
  const sorted = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  expect([0.5, 0.95, 1].map((share) => percentile(sorted, share))).toEqual([6, 10, 10])
})
