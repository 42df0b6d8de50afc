import { ProtocolError, refuse } from './errors.ts'
import { checkSpelling, endOfString, parseJson, parseStrictJson } from './json.ts'

/** One element of a list of documents. `value` of an unreadable one is only for naming it in an answer. */
export type Row =
  | { readonly kind: 'read'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly value: unknown; readonly error: ProtocolError }

/**
 * Parses `{"<list>": [row, row, …], …}` from strangers, each row by itself as {@link parseStrictJson} would: what is
 * wrong with one row is that row's fault, and only what no row is to blame for refuses the whole.
 *
 * @returns the object around the rows with an empty list in their place, and the rows.
 * @throws {ProtocolError} malformed, when the text is no JSON or the rest of it is not as it must be | too-large, when
 *   there are more than `maxRows` rows.
 */
export function parseStrictRows(
  text: string,
  list: string,
  maxRows: number,
): { readonly envelope: Readonly<Record<string, unknown>>; readonly rows: readonly Row[] } {
  const { begin, end, commas } = findList(text, list, maxRows)
  const envelope = parseStrictJson(text.slice(0, begin) + text.slice(end))
  if (!isObject(envelope) || !Object.hasOwn(envelope, list))
    return refuse('malformed', `${list} must be a list`)
  const edges = [begin - 1, ...commas, end]
  const texts = edges.slice(1).map((edge, index) => text.slice((edges[index] ?? 0) + 1, edge))
  const isEmpty = texts.length === 1 && /^[ \t\n\r]*$/.test(texts[0] ?? '')
  return { envelope, rows: isEmpty ? [] : texts.map(readRow) }
}

function readRow(text: string): Row {
  const value = parseJson(text)
  try {
    checkSpelling(text, value)
    return { kind: 'read', value }
  } catch (error) {
    if (error instanceof ProtocolError) return { kind: 'unreadable', value, error }
    throw error
  }
}

/** Where a list begins and ends in a text, its brackets left out, and the commas between its elements. */
interface ListPlace {
  readonly begin: number
  readonly end: number
  readonly commas: readonly number[]
}

/**
 * Finds the member `list` of the outermost object. The text need not be JSON: whatever is found, it is JSON if and only if
 * the rest and every element are, and those are parsed.
 */
function findList(text: string, list: string, maxRows: number): ListPlace {
  let depth = 0
  let name = ''
  for (let index = 0; index < text.length; index++) {
    const letter = text.charAt(index)
    if (letter === '"') {
      const end = endOfString(text, index)
      if (depth === 1) name = text.slice(index, end + 1)
      index = end
    } else if (letter === '[' && depth === 1 && isNamed(name, list)) {
      return findElements(text, index + 1, maxRows)
    } else if (letter === '{' || letter === '[') depth++
    else if (letter === '}' || letter === ']') depth--
  }
  return refuse('malformed', `${list} must be a list`)
}

function findElements(text: string, begin: number, maxRows: number): ListPlace {
  const commas: number[] = []
  let depth = 0
  for (let index = begin; index < text.length; index++) {
    const letter = text.charAt(index)
    if (letter === '"') index = endOfString(text, index)
    else if (letter === '{' || letter === '[') depth++
    else if (letter === ',' && depth === 0) commas.push(index)
    else if ((letter === '}' || letter === ']') && depth-- === 0) return { begin, end: index, commas }
    if (commas.length === maxRows) refuse('too-large', `at most ${maxRows} rows`)
  }
  return refuse('malformed', 'not JSON')
}

/** Names may be spelled with escapes. */
function isNamed(spelled: string, name: string): boolean {
  return spelled !== '' && parseJson(spelled) === name
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
