import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SlotTable } from './slot-table.ts'

/** Few different low bits, so that keys meet in one cell, and the last cell of the table is among them. */
const key = fc
  .tuple(fc.bigInt(1n, 2n ** 40n), fc.constantFrom(0n, 1n, 1023n))
  .map(([high, low]) => (high << 20n) | low)

test('the table says what a Map says, also while it grows', () => {
  const entries = fc.array(fc.tuple(key, fc.bigInt(0n, 2n ** 64n - 1n)), { maxLength: 3000, size: 'max' })
  fc.assert(
    fc.property(entries, fc.array(key), (written, others) => {
      const table = new SlotTable()
      const map = new Map<bigint, bigint>()
      for (const [slot, holder] of written) {
        table.set(slot, holder)
        map.set(slot, holder)
      }
      expect(table.size).toBe(map.size)
      for (const slot of [...map.keys(), ...others]) expect(table.get(slot)).toBe(map.get(slot))
    }),
    { numRuns: 20 },
  )
})
