import type { Case, Truth } from '../evidence/case.ts'
import type { Feature, Value } from '../evidence/features.ts'
import type { Rule, Scores } from './rule.ts'

interface Order {
  readonly name: string
  /** By item, its place. */
  readonly ranks: Uint16Array
}

/** Every order that the voters have against every order that the ballots have. */
export function orderRules({ issuances, ballots }: Case): readonly Rule[] {
  const [ofVoters, ofKeys] = [ordersOf(issuances), ordersOf(ballots)]
  return ofVoters.flatMap((voters) => ofKeys.map((keys) => orderRule(voters, keys)))
}

function orderRule(voters: Order, keys: Order): Rule {
  return {
    name: `the order of "${voters.name}" and that of "${keys.name}"`,
    scores: (truth) => compareOrders(voters.ranks, keys.ranks, truth),
  }
}

/** Equal orders are one: of a feed and of its file, say. */
function ordersOf(features: readonly Feature[]): readonly Order[] {
  const orders = new Map<string, Order>()
  for (const { name, values } of features) {
    const ranks = ranksOf(values)
    const id = ranks.join()
    if (!orders.has(id)) orders.set(id, { name, ranks })
  }
  return [...orders.values()]
}

/** Equal values stay in the order of their items; what has none comes last. */
export function ranksOf(values: readonly Value[]): Uint16Array {
  const items = values.map((value, item) => ({ value, item }))
  items.sort((a, b) => compare(a.value, b.value) || a.item - b.item)
  const ranks = new Uint16Array(values.length)
  for (const [rank, { item }] of items.entries()) ranks[item] = rank
  return ranks
}

function compare(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : Number(String(a) > String(b))
}

/** One pass gives all: how often each shift fits, forwards and backwards, and how far the places are apart. */
function compareOrders(voters: Uint16Array, keys: Uint16Array, truth: Truth): Scores {
  const size = voters.length
  const forwards = new Uint16Array(size)
  const backwards = new Uint16Array(size)
  let squares = 0
  for (let voter = 0; voter < size; voter++) {
    const [mine, theirs] = [voters[voter] ?? 0, keys[truth[voter] ?? 0] ?? 0]
    const apart = theirs - mine
    count(forwards, (apart + size) % size)
    count(backwards, (theirs + mine + 1) % size)
    squares += apart * apart
  }
  return {
    place: Math.max(forwards[0] ?? 0, backwards[0] ?? 0),
    shift: Math.max(...forwards, ...backwards),
    correlation: Math.abs(1 - (6 * squares) / (size * (size * size - 1))),
  }
}

function count(counts: Uint16Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1
}
