import type { Case } from '../evidence/case.ts'
import type { Feature, Value } from '../evidence/features.ts'
import type { Guess, Rule } from './rule.ts'
import { guessRule } from './rule.ts'

const DAY_MS = 24 * 3600 * 1000

/** Whatever may be a time, on either side: of each voter the ballot that is nearest to it. */
export function timeRules({ issuances, ballots }: Case): readonly Rule[] {
  const around = Number(issuances.find(({ name }) => name === 'known at')?.values[0])
  const [ofVoters, ofKeys] = [timesOf(issuances, around), timesOf(ballots, around)]
  return ofVoters.flatMap((voters) =>
    ofKeys.map((keys) =>
      guessRule(
        `the nearest times of "${voters.name}" and "${keys.name}"`,
        nearest(voters.times, keys.times),
      ),
    ),
  )
}

interface Times {
  readonly name: string
  readonly times: readonly number[]
}

/** Features that are a time within a day of `around` for everybody; some round numbers may be, which harms nobody. */
function timesOf(features: readonly Feature[], around: number): readonly Times[] {
  return features.flatMap(({ name, values }) => {
    const times = values.flatMap((value) =>
      timeOf(value)
        .filter((at) => Math.abs(at - around) < DAY_MS)
        .slice(0, 1),
    )
    return times.length === values.length ? [{ name, times }] : []
  })
}

/** What a value may mean, in milliseconds since 1970. */
function timeOf(value: Value): readonly number[] {
  if (value === undefined) return []
  const number = Number(value)
  return [number, number * 1000, Date.parse(String(value))].filter(Number.isFinite)
}

/** Ballots by time, each for the nearest voter who has none yet. */
function nearest(voters: readonly number[], keys: readonly number[]): Guess {
  const free = new Map(voters.entries())
  const guess = Array.from<number | undefined>({ length: voters.length })
  const byTime = [...keys.entries()].sort(([, a], [, b]) => a - b)
  for (const [key, at] of byTime) {
    let best: number | undefined
    let distance = Infinity
    for (const [voter, issued] of free)
      if (Math.abs(issued - at) < distance) [best, distance] = [voter, Math.abs(issued - at)]
    if (best === undefined) break
    guess[best] = key
    free.delete(best)
  }
  return guess
}
