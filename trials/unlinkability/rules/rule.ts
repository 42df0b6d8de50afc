import type { Truth } from '../evidence/case.ts'

/**
 * How a rule is scored. `pairs`: how many voters it gives their own ballot. `place`: how many have the same place in two
 * orders, from the front or from the back. `shift`: the same after the best shift. `correlation`: Spearman's coefficient of
 * two orders, without its sign.
 */
export const KINDS = ['pairs', 'place', 'shift', 'correlation'] as const
export type Kind = (typeof KINDS)[number]
export type Scores = Readonly<Partial<Record<Kind, number>>>

/** One way to link voters to ballots. It knows one case; what is true is only ever told to score it. */
export interface Rule {
  readonly name: string
  scores(truth: Truth): Scores
}

/** By voter, the ballot key that the rule takes for theirs. */
export type Guess = readonly (number | undefined)[]

export function guessRule(name: string, guess: Guess): Rule {
  const pairs = (truth: Truth): number =>
    guess.reduce<number>((sum, key, voter) => sum + Number(truth[voter] === key), 0)
  return { name, scores: (truth) => ({ pairs: pairs(truth) }) }
}
