import type { Path } from './vector.ts'

/**
 * What keeps long documents short in a file: the list (or object) at `path` has one element (member), which stands for
 * `count` of them; in the texts of each copy, `$` is its number from 0 in five digits.
 */
export interface Repeat {
  readonly path: Path
  readonly count: number
}

/** The member at `path` has another value (or is new). */
export interface Change {
  readonly path: Path
  readonly value: unknown
}

/** The same for who reads a vector file. */
export const REPEAT =
  'With `like`, the document is that of `manifests` with these `changes`, one after another. With `repeat`, the list (or object) at each `path` of `document` has one element (member) that stands for `count`: in ' +
  'the texts of each copy `$` becomes its number, 00000, 00001, …'

export function expand(document: unknown, repeats: readonly Repeat[] = []): unknown {
  const copy: unknown = structuredClone(document)
  for (const { path, count } of repeats) {
    let holder = copy as Record<string | number, unknown>
    for (const name of path.slice(0, -1)) holder = holder[name] as typeof holder
    const last = path.at(-1) ?? ''
    holder[last] = copies(holder[last], count)
  }
  return copy
}

function copies(value: unknown, count: number): unknown {
  const numbered = (item: unknown): unknown[] => {
    const text = JSON.stringify(item)
    return Array.from({ length: count }, (_, index): unknown =>
      JSON.parse(text.replaceAll('$', String(index).padStart(5, '0'))),
    )
  }
  if (Array.isArray(value)) return numbered(value[0])
  const [member] = Object.entries(value as object)
  return Object.fromEntries(numbered(member) as [string, unknown][])
}

/** What makes `changed` of `original`, each change as deep as it can be. */
export function differences(original: unknown, changed: unknown, path: Path = []): Change[] {
  if (JSON.stringify(original) === JSON.stringify(changed)) return []
  const [before, after] = [membersOf(original), membersOf(changed)]
  if (before === undefined || JSON.stringify(before) !== JSON.stringify(after))
    return [{ path, value: changed }]
  const at = (value: unknown, name: string): unknown => (value as Record<string, unknown>)[name]
  return before.flatMap((name) => differences(at(original, name), at(changed, name), [...path, name]))
}

/** The names of an object's members, or the indexes of a list's elements; undefined for anything else. */
function membersOf(value: unknown): string[] | undefined {
  return typeof value === 'object' && value !== null ? Object.keys(value) : undefined
}
