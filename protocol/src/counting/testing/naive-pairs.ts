import type { Profile } from '../profile.ts'
import { rankingOf } from '../profile.ts'

type Matrix = readonly (readonly number[])[]

/** The place in which a ballot has a candidate; far behind when it has none. */
function placeOf(places: readonly (readonly number[])[], candidate: number): number {
  const place = places.findIndex((each) => each.includes(candidate))
  return place < 0 ? 1000 : place
}

export function naiveMatrix({ candidates, ballots }: Profile): number[][] {
  return candidates.map((_, a) =>
    candidates.map((__, b) => {
      let votes = 0
      for (let ballot = 0; ballot < ballots.count; ballot++) {
        const places = rankingOf(ballots, ballot)
        if (placeOf(places, a) < placeOf(places, b)) votes += ballots.weights[ballot] ?? 0
      }
      return votes
    }),
  )
}

/** Twice the points of each candidate, place by place. */
export function naiveBorda({ candidates, ballots }: Profile): number[] {
  const doubled = candidates.map(() => 0)
  for (let ballot = 0; ballot < ballots.count; ballot++) {
    const places = rankingOf(ballots, ballot)
    if (places.flat().length === 0) continue
    const of = candidates.map((_, candidate) => placeOf(places, candidate))
    of.forEach((place, candidate) => {
      const below = of.filter((other) => other > place).length
      const level = of.filter((other) => other === place).length - 1
      doubled[candidate] = (doubled[candidate] ?? 0) + (2 * below + level) * (ballots.weights[ballot] ?? 0)
    })
  }
  return doubled
}

/** The strongest of all simple paths from a to b, each walked. */
export function naivePath(matrix: Matrix, a: number, b: number, seen: readonly number[] = [a]): number {
  let strongest = 0
  for (let next = 0; next < matrix.length; next++) {
    const votes = matrix[a]?.[next] ?? 0
    if (seen.includes(next) || votes <= (matrix[next]?.[a] ?? 0)) continue
    const rest = next === b ? Infinity : naivePath(matrix, next, b, [...seen, next])
    strongest = Math.max(strongest, Math.min(votes, rest))
  }
  return strongest
}

/** Pairs in the order in which ranked pairs looks at them, ties by number; those that close no circle. */
export function naiveLocked(matrix: Matrix): [number, number][] {
  const pairs = matrix.flatMap((row, a) =>
    row.flatMap((votes, b): [number, number][] => (votes > (matrix[b]?.[a] ?? 0) ? [[a, b]] : [])),
  )
  const votes = ([a, b]: [number, number]): number => matrix[a]?.[b] ?? 0
  pairs.sort(
    (p, q) => votes(q) - votes(p) || votes([p[1], p[0]]) - votes([q[1], q[0]]) || p[0] - q[0] || q[1] - p[1],
  )
  const locked: [number, number][] = []
  const leads = (from: number, to: number): boolean =>
    from === to || locked.some(([a, b]) => a === from && leads(b, to))
  for (const pair of pairs) if (!leads(pair[1], pair[0])) locked.push(pair)
  return locked
}
