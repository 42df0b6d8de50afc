import type { ChangeRow } from './databases.ts'
import type { Mention } from './mentions.ts'

export type Value = string | number | undefined

/** Something that each voter, or each ballot key, has one of; `values` are in their order. */
export interface Feature {
  readonly name: string
  readonly values: readonly Value[]
}

/** Every value that a stored document has, whatever it is called, with its revisions and what can be read of its past. */
export function flatten(name: string, row: ChangeRow | undefined): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>()
  if (row) add(values, name, { revisions: row.revisions, past: row.past, doc: row.doc })
  return values
}

function add(values: Map<string, Value>, path: string, value: unknown): void {
  if (typeof value === 'string' || typeof value === 'number') values.set(path, value)
  else if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    values.set(path, value.join())
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) add(values, `${path}.${name}`, member)
}

/** Turns the values of each item into features. */
export function transpose(items: readonly ReadonlyMap<string, Value>[]): readonly Feature[] {
  const names = new Set(items.flatMap((item) => [...item.keys()]))
  return [...names].map((name) => ({ name, values: items.map((item) => item.get(name)) }))
}

/** Where each writing names each item, first and last: so every file, feed and export gives an order. */
export function offsetFeatures(
  mentions: readonly Mention[],
  clues: ReadonlySet<string>,
  size: number,
  named: (name: string) => string,
): readonly Feature[] {
  const features = new Map<string, Value[]>()
  const valuesOf = (name: string): Value[] => {
    const values = features.get(name) ?? Array.from<Value>({ length: size })
    features.set(name, values)
    return values
  }
  for (const { clue, writing, offset } of mentions) {
    if (!clues.has(clue.name)) continue
    const place = `of the ${clue.name} in ${named(writing.name)}`
    valuesOf(`first place ${place}`)[clue.item] ??= offset
    valuesOf(`last place ${place}`)[clue.item] = offset
    if (writing.at === undefined) continue
    const times = valuesOf(`time of the first file that has the ${clue.name}`)
    times[clue.item] = Math.min(Number(times[clue.item] ?? Infinity), writing.at)
  }
  return [...features].map(([name, values]) => ({ name, values }))
}

/** What is the same for everybody tells nothing. */
export function varied(features: readonly Feature[]): readonly Feature[] {
  return features.filter(({ values }) => new Set(values).size > 1)
}
