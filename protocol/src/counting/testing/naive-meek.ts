import { standing } from '../contest.ts'
import type { Profile } from '../profile.ts'
import type { NaiveRound } from './naive-stv.ts'
import { papersOf } from './naive-stv.ts'

/** The reference rule, each ballot by itself at each step. */
export function naiveMeek(profile: Profile): NaiveRound[] {
  const one = 1_000_000_000n
  const ceil = (a: bigint, b: bigint): bigint => (a % b === 0n ? a / b : a / b + 1n)
  const ballots = papersOf(profile, one, true).flatMap(({ places }) => {
    const end = places.findIndex((place) => place.length > 1)
    const order = [...new Set((end < 0 ? places : places.slice(0, end)).flat())]
    return order.length > 0 ? [order] : []
  })
  const keep: bigint[] = profile.candidates.map((_, each) => (profile.withdrawn.includes(each) ? 0n : one))
  const hopeful = new Set(standing(profile))
  const elected: number[] = []
  const rounds: NaiveRound[] = []
  const count = (): { votes: bigint[]; quota: bigint } => {
    const votes = keep.map(() => 0n)
    for (const order of ballots) {
      let weight = one
      for (const each of order) {
        const given = ceil(weight * (keep[each] ?? 0n), one)
        votes[each] = (votes[each] ?? 0n) + given
        weight -= given
      }
    }
    return { votes, quota: votes.reduce((a, b) => a + b, 0n) / BigInt(profile.seats + 1) + 1n }
  }
  if (ballots.length === 0) return [{ votes: count().votes, elected: [], out: undefined }]
  while (elected.length < profile.seats && elected.length + hopeful.size > profile.seats) rounds.push(round())
  const left = [...hopeful]
  if (elected.length < profile.seats && left.length > 0)
    rounds.push({ votes: count().votes, elected: left, out: undefined })
  return rounds

  function round(): NaiveRound {
    for (let last: bigint | undefined; ;) {
      const { votes, quota } = count()
      const reached = [...hopeful].filter((each) => (votes[each] ?? 0n) >= quota)
      for (const each of reached) hopeful.delete(each)
      elected.push(...reached)
      if (reached.length > 0) return { votes, elected: reached, out: undefined }
      const sum = elected.reduce((s, each) => s + (votes[each] ?? 0n) - quota, 0n)
      const surplus = sum < 0n ? 0n : sum
      if (surplus < 1000n || (last !== undefined && surplus >= last))
        return { votes, elected: [], out: defeat(votes, surplus) }
      for (const each of elected)
        keep[each] = ceil(ceil((keep[each] ?? 0n) * quota, one) * one, votes[each] ?? 1n)
      last = surplus
    }
  }

  function defeat(votes: readonly bigint[], surplus: bigint): number {
    const least = [...hopeful].map((each) => votes[each] ?? 0n).reduce((a, b) => (a < b ? a : b))
    const out = Math.max(...[...hopeful].filter((each) => (votes[each] ?? 0n) <= least + surplus))
    hopeful.delete(out)
    keep[out] = 0n
    return out
  }
}
