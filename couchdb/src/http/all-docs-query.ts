import { badRequest, invalidQuery } from '../errors.ts'
import { count, flag, type Parameters } from './query.ts'

export interface AllDocsQuery {
  keys?: unknown[]
  lower?: string
  upper?: string
  /** True when no document can be in the range. */
  nothing: boolean
  /** The end that is not included, if it is not. */
  excluded?: string
  descending: boolean
  includeDocs: boolean
  conflicts: boolean
  updateSeq: boolean
  skip: number
  limit: number
}

const START = ['startkey', 'start_key']
const END = ['endkey', 'end_key']
export const JSON_PARAMETERS = [...START, ...END, 'key', 'keys']

function first(parameters: Parameters, names: readonly string[]): { value: unknown } | undefined {
  const name = names.find((candidate) => candidate in parameters)
  return name === undefined ? undefined : { value: parameters[name] }
}

/**
 * The two ends in the order of the ids. Any other JSON value sorts before every id, so that below it there is nothing
 * and above it everything.
 */
function bounds(
  parameters: Parameters,
  descending: boolean,
): Pick<AllDocsQuery, 'lower' | 'upper' | 'nothing'> {
  const key = first(parameters, ['key'])
  const start = key ?? first(parameters, START)
  const end = key ?? first(parameters, END)
  const [lower, upper] = descending ? [end, start] : [start, end]
  return {
    ...(typeof lower?.value === 'string' && { lower: lower.value }),
    ...(typeof upper?.value === 'string' && { upper: upper.value }),
    nothing: upper !== undefined && typeof upper.value !== 'string',
  }
}

function parseKeys(parameters: Parameters): { keys?: unknown[] } {
  const keys = parameters['keys']
  if (keys === undefined) return {}
  if (!Array.isArray(keys)) throw badRequest('`keys` body member must be an array.')
  if ([...START, ...END, 'key'].some((name) => name in parameters)) {
    throw invalidQuery('`keys` is incompatible with `key`, `start_key` and `end_key`')
  }
  return { keys }
}

/** @throws {EngineError} 400 */
export function parseAllDocsQuery(parameters: Parameters): AllDocsQuery {
  const descending = flag(parameters, 'descending')
  const inclusive = !('inclusive_end' in parameters) || flag(parameters, 'inclusive_end')
  const end = first(parameters, END)?.value
  return {
    ...parseKeys(parameters),
    ...bounds(parameters, descending),
    ...(!inclusive && typeof end === 'string' && { excluded: end }),
    descending,
    includeDocs: flag(parameters, 'include_docs'),
    conflicts: flag(parameters, 'conflicts'),
    updateSeq: flag(parameters, 'update_seq'),
    skip: count(parameters, 'skip') ?? 0,
    limit: count(parameters, 'limit') ?? Infinity,
  }
}
