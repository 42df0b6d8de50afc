import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Rows } from './rows.ts'

it('gives back every row that was pushed, as it was or as it was written over, on whatever page', () => {
  const indexes = fc.array(fc.nat(20_000), { maxLength: 50 })
  fc.assert(
    fc.property(fc.nat(20_000), indexes, (length, changed) => {
      const rows = new Rows(2, (cells) => new Uint32Array(cells))
      for (let index = 0; index < length; index++) rows.push([index, 0])
      for (const index of changed) rows.at(index)?.set([index, 1])
      const isAsExpected = (index: number): boolean => {
        const [first, second] = rows.at(index) ?? []
        return first === index && second === (changed.includes(index) ? 1 : 0)
      }
      expect(rows.length).toBe(length)
      expect(Array.from({ length }, (_, index) => index).find((index) => !isAsExpected(index))).toBe(
        undefined,
      )
      expect([rows.at(length), rows.at(-1)]).toEqual([undefined, undefined])
    }),
    { numRuns: 20 },
  )
})
