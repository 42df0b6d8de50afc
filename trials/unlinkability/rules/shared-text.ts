import type { Case } from '../evidence/case.ts'
import type { Feature, Value } from '../evidence/features.ts'
import { decode, isCode } from '../evidence/mentions.ts'
import type { Guess, Rule } from './rule.ts'
import { guessRule } from './rule.ts'

/** Of text six letters in a row, of bytes four: what two random values rarely share. */
const LETTERS = 6
const DIGITS = 8
/** A piece that more items have than this tells little, and there are many of them. */
const RARE = 3

/** Of each thing that is known of a voter, the ballot that has most of its pieces in anything that belongs to it. */
export function sharedTextRules({ issuances, ballots, size }: Case): readonly Rule[] {
  const index = indexOf(ballots, size)
  return issuances.map((feature) =>
    guessRule(`pieces of "${feature.name}" in a ballot`, guess(feature, index)),
  )
}

/** By piece, the ballot keys that have it. */
function indexOf(features: readonly Feature[], size: number): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  for (let key = 0; key < size; key++) {
    const pieces = new Set(features.flatMap(({ values }) => [...piecesOf(values[key])]))
    for (const piece of pieces) {
      const keys = index.get(piece)
      if (keys) keys.push(key)
      else index.set(piece, [key])
    }
  }
  return index
}

function guess({ values }: Feature, index: ReadonlyMap<string, readonly number[]>): Guess {
  return values.map((value) => {
    const shared = new Map<number, number>()
    for (const piece of piecesOf(value)) {
      const keys = index.get(piece) ?? []
      if (keys.length <= RARE) for (const key of keys) shared.set(key, (shared.get(key) ?? 0) + 1)
    }
    return [...shared].sort(([, a], [, b]) => b - a)[0]?.[0]
  })
}

function piecesOf(value: Value): ReadonlySet<string> {
  const text = String(value ?? '')
  const pieces = new Set([...slices(text, LETTERS), ...(text.length < LETTERS ? [text] : [])])
  if (isCode(text)) for (const piece of slices(text.replaceAll('-', ''), LETTERS)) pieces.add(piece)
  for (const piece of slices(decode(text)?.toString('hex') ?? '', DIGITS)) pieces.add(piece)
  return pieces
}

function slices(text: string, length: number): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => text.slice(at, at + length))
}
