import { expect, test } from 'vitest'
import { matches } from './long-paper.ts'

test.each([
  ['Dörte Núñez', 'dorte nun'],
  ['Dörte Núñez', 'NÚÑEZ'],
  ['Dörte Núñez', 'nu do'],
  ['Dörte Núñez', ' '],
  ['آدا نووسو', 'ادا'],
  ['مُحَمَّد', 'محمد'],
])('%s is found by “%s”', (name, filter) => {
  expect(matches(name, filter)).toBe(true)
})

test('a name without one of the words is not found', () => {
  expect(matches('Dörte Núñez', 'dorte okafor')).toBe(false)
})
