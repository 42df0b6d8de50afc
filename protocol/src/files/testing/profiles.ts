import fc from 'fast-check'
import { ProfileBuilder } from '../../counting/profile-builder.ts'
import type { Profile } from '../../counting/profile.ts'

const AWKWARD = [
  '__proto__',
  'constructor',
  'a,b',
  '"',
  '""',
  'a "b" c',
  '蘇業',
  'two\nlines',
  '#1',
  '0',
  '[x]',
  '-',
  '\\"',
  'a\n"b',
]

/** Names as they come from strangers: of any script, with quotes, commas and line ends; not blank, and all different. */
function names(most: number): fc.Arbitrary<string[]> {
  const name = fc.oneof(
    fc.constantFrom(...AWKWARD),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  )
  const normal = name
    .map((text) => text.normalize('NFC'))
    .filter((text) => text.trim() !== '' && !text.includes('\0'))
  return fc.uniqueArray(normal, { minLength: 1, maxLength: most })
}

/** Profiles of ranked ballots, with equals, empty places and large weights. */
export const rankedProfiles: fc.Arbitrary<Profile> = names(6).chain((candidates) => {
  const indices = candidates.map((_, index) => index)
  const place = fc.subarray(indices, { maxLength: Math.min(3, indices.length) })
  const ballot = fc.tuple(
    fc.array(place, { maxLength: 5 }),
    fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(2 ** 45)),
  )
  return fc
    .record({
      ballots: fc.array(ballot, { maxLength: 12 }),
      seats: fc.integer({ min: 1, max: candidates.length }),
      withdrawn: fc.subarray(indices),
    })
    .map(({ ballots, seats, withdrawn }) => {
      const builder = new ProfileBuilder('ranked')
      for (const [ranking, weight] of ballots) builder.add(ranking, weight)
      return builder.build({ candidates, seats, withdrawn })
    })
})
