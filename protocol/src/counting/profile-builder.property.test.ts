import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProfileBuilder } from './profile-builder.ts'
import type { Profile, Ranking } from './profile.ts'
import { rankingOf, scoringOf } from './profile.ts'

const candidates = ['a', 'b', 'c', 'd', 'e']
const candidate = fc.nat(candidates.length - 1)
const ranking: fc.Arbitrary<Ranking> = fc.array(fc.array(candidate, { maxLength: 3 }), { maxLength: 6 })
const scoring = fc.uniqueArray(fc.tuple(candidate, fc.nat(0xffff)), { selector: ([each]) => each })
const cast = fc.array(fc.tuple(ranking, fc.integer({ min: 1, max: 9 })))

describe('a profile', () => {
  it('has each distinct ranking once, with places sorted and empty ones at the end forgotten', () => {
    fc.assert(
      fc.property(cast, (ballots) => {
        const expected = new Map<string, number>()
        for (const [places, weight] of ballots) {
          const key = JSON.stringify(tidy(places))
          expected.set(key, (expected.get(key) ?? 0) + weight)
        }
        expect(rankings(profileOf(ballots))).toEqual(expected)
      }),
    )
  })

  it('is of the ballots that were added and not taken back, in whatever order', () => {
    fc.assert(
      fc.property(cast, cast, fc.nat(), (staying, leaving, at) => {
        const builder = new ProfileBuilder('ranked')
        for (const [places, weight] of leaving) builder.add(places, weight)
        staying.forEach(([places, weight], index) => {
          if (index === at % staying.length) for (const [each, n] of leaving) builder.remove(each, n)
          builder.add(places, weight)
        })
        if (staying.length === 0) for (const [each, n] of leaving) builder.remove(each, n)
        expect(rankings(builder.build({ candidates, seats: 1 }))).toEqual(rankings(profileOf(staying)))
      }),
    )
  })

  it('keeps scores by candidate, whatever the order in which they were given', () => {
    fc.assert(
      fc.property(scoring, (scores) => {
        const builder = new ProfileBuilder('scored')
        builder.add(scores)
        builder.add([...scores].reverse(), 2)
        const { ballots } = builder.build({ candidates, seats: 1 })
        expect([ballots.count, ballots.weights[0]]).toEqual([1, 3])
        expect(scoringOf(ballots, 0)).toEqual([...scores].sort(([a], [b]) => a - b))
      }),
    )
  })

  it('does not change by ballots that are added after it was built', () => {
    const builder = new ProfileBuilder('ranked')
    builder.add([[0], [1]])
    const profile = builder.build({ candidates, seats: 1 })
    for (let round = 0; round < 3000; round++) builder.add([[round % 5], [(round >> 3) % 5, 1]])
    expect(rankings(profile)).toEqual(new Map([['[[0],[1]]', 1]]))
  })

  it('finds each of many ballots again', () => {
    const builder = new ProfileBuilder('ranked')
    const ballots = Array.from({ length: 20_000 }, (_, n) => [[n % 5], [n % 7], [n % 11], [n % 13], [n % 17]])
    for (const places of [...ballots, ...ballots]) builder.add(places)
    const { ballots: distinct } = builder.build({ candidates: ballots.map(String).slice(0, 17), seats: 1 })
    expect(distinct.count).toBe(new Set(ballots.map((places) => JSON.stringify(places))).size)
  })

  it('refuses what no ballot holds', () => {
    const builder = new ProfileBuilder('ranked')
    const refused: (() => void)[] = [
      () => builder.rank(-1),
      () => builder.rank(0x7fff),
      () => builder.rank(1.5),
      () => builder.add([[0]], 0),
      () => builder.add([[0]], 0.5),
      () => builder.remove([[4]]),
      () => builder.build({ candidates: ['a', 'a'], seats: 1 }),
      () => builder.build({ candidates, seats: 0 }),
      () => builder.build({ candidates, seats: 1, withdrawn: [5] }),
      () => {
        builder.add([[0]])
        builder.equal(1)
      },
      () => {
        builder.rank(0)
        builder.skip()
        builder.equal(1)
      },
      () => {
        builder.add([[5]])
        builder.build({ candidates, seats: 1 })
      },
      () => new ProfileBuilder('scored').score(0, 0x10000),
      () =>
        new ProfileBuilder('scored').add([
          [0, 1],
          [0, 2],
        ]),
    ]
    for (const refusal of refused) expect(refusal).toThrow(RangeError)
  })
})

function profileOf(ballots: readonly (readonly [Ranking, number])[]): Profile {
  const builder = new ProfileBuilder('ranked')
  for (const [places, weight] of ballots) builder.add(places, weight)
  return builder.build({ candidates, seats: 1 })
}

function rankings({ ballots }: Profile): Map<string, number> {
  const found = Array.from({ length: ballots.count }, (_, ballot): [string, number] => [
    JSON.stringify(rankingOf(ballots, ballot)),
    ballots.weights[ballot] ?? 0,
  ])
  return new Map(found.filter(([, weight]) => weight > 0))
}

function tidy(places: Ranking): number[][] {
  const sorted = places.map((place) => [...new Set(place)].sort((a, b) => a - b))
  while (sorted.at(-1)?.length === 0) sorted.pop()
  return sorted
}
