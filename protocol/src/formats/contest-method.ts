import type { Method } from '../counting/transcript.ts'

export type PaperKind = 'selection' | 'ranking' | 'weak-ranking' | 'scores'

/**
 * How a contest's ballots look, by its method: `selection` of options, `ranking` of single options, `weak-ranking` in
 * which options may share a place, or `scores`.
 */
const PAPERS: Readonly<Record<Method, PaperKind>> = {
  plurality: 'selection',
  approval: 'selection',
  score: 'scores',
  star: 'scores',
  borda: 'ranking',
  schulze: 'weak-ranking',
  'ranked-pairs': 'weak-ranking',
  irv: 'ranking',
  'stv-scottish': 'ranking',
  'stv-meek': 'ranking',
}

export const METHODS = Object.keys(PAPERS) as readonly Method[]

/** Methods that elect one option by their nature; the others fill any number of seats. */
export const SINGLE_WINNER: ReadonlySet<Method> = new Set(['star', 'irv'])

export function paperOf(method: Method): PaperKind {
  return PAPERS[method]
}

/** Highest score that a manifest may allow. */
export const MAX_SCORE = 100

/** A contest that is ranked or scored has at most so many options: its result tells each round, and each pair. */
export const MOST_RANKED = 60

/**
 * The squares of the numbers of options of such contests come to at most this: so large grow the tables of pairs and rounds
 * of a result, some forty bytes for each, and a database takes documents of at most eight megabytes.
 */
export const MOST_PAIRS = 100_000
