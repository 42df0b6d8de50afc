import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Places } from './ranking.ts'
import { canMove, joinAbove, move, placesOf, rankingOf, rankNext, unrank } from './ranking.ts'

const three: Places = [['a'], ['b'], ['c']]
const shared: Places = [['a'], ['b', 'c'], ['d']]

test('an option gets the next place, and only one', () => {
  expect(rankNext(three, 'd')).toEqual([['a'], ['b'], ['c'], ['d']])
  expect(rankNext(shared, 'c')).toEqual(shared)
})

test('those after an option that is removed move up', () => {
  expect(unrank(three, 'a')).toEqual([['b'], ['c']])
  expect(unrank(shared, 'b')).toEqual([['a'], ['c'], ['d']])
})

test('an option alone changes places with its neighbour', () => {
  expect(move(three, 'c', 'up')).toEqual([['a'], ['c'], ['b']])
  expect(move(shared, 'a', 'down')).toEqual([['b', 'c'], ['a'], ['d']])
})

test('an option among equals leaves them for a place of its own', () => {
  expect(move(shared, 'c', 'up')).toEqual([['a'], ['c'], ['b'], ['d']])
  expect(move(shared, 'b', 'down')).toEqual([['a'], ['c'], ['b'], ['d']])
})

test('an option can share the place above, and the first place is shared with nobody above', () => {
  expect(joinAbove(three, 'b')).toEqual([['a', 'b'], ['c']])
  expect(joinAbove(shared, 'c')).toEqual([['a', 'c'], ['b'], ['d']])
  expect(joinAbove(three, 'a')).toBe(three)
})

test('nothing moves beyond the ends', () => {
  expect(move(three, 'a', 'up')).toBe(three)
  expect(move(three, 'c', 'down')).toBe(three)
  expect(move(three, 'x', 'down')).toBe(three)
})

test('an option can move exactly where moving changes something', () => {
  const option = fc.constantFrom('a', 'b', 'c', 'd')
  const places = fc.constantFrom(three, shared, [['a', 'b']], [['a']], [])
  const way = fc.constantFrom('up' as const, 'down' as const)
  fc.assert(
    fc.property(places, option, way, (before, id, direction) => {
      expect(canMove(before, id, direction)).toBe(move(before, id, direction) !== before)
    }),
  )
})

test('a ballot spells one option by itself and equals sorted, and is read back', () => {
  expect(rankingOf([['c'], ['b', 'a']])).toEqual(['c', ['a', 'b']])
  expect(placesOf(['c', ['a', 'b']])).toEqual([['c'], ['a', 'b']])
  expect(placesOf({ a: 1 })).toEqual([])
})
