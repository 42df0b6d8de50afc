import { fromBase64url } from './bytes.ts'
import { refuse } from './errors.ts'

/**
 * Reads one untrusted value into its type, or throws `malformed` naming the member. Our own few lines and not a schema
 * library: a signed format must refuse unknown members and never drop one silently (docs/decisions/0003).
 */
export type Decoder<T> = ((value: unknown, path: string) => T) & {
  /** What it takes, as JSON Schema 2020-12 says it; rules that a schema cannot say are left to the decoder. */
  readonly schema?: () => JsonSchema
}
export type JsonSchema = Readonly<Record<string, unknown>>
export type Decoded<D> = D extends Decoder<infer T> ? T : never

type Shape = Record<string, Decoder<unknown>>
type Members<S extends Shape> = { [Name in keyof S]: Decoded<S[Name]> }
type Variant<Tag extends string, Shapes extends Readonly<Record<string, Shape>>> = {
  [Name in keyof Shapes]: { readonly [T in Tag]: Name } & Readonly<Members<Shapes[Name]>>
}[keyof Shapes]

const ID = /^[a-z][a-z0-9-]{0,62}$/
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/
const TIME = /^(19[7-9]\d|[2-9]\d{3})-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/**
 * An object with exactly these members: each of `shape`, any of `optional`, nothing else. Its members are read in the
 * order of `shape`, so that the code of a refusal does not depend on the order in which a stranger writes them.
 */
export function object<S extends Shape>(shape: S): Decoder<Members<S>>
export function object<S extends Shape, O extends Shape>(
  shape: S,
  optional: O,
): Decoder<Members<S> & Partial<Members<O>>>
export function object(shape: Shape, optional: Shape = {}): Decoder<Record<string, unknown>> {
  const names = Object.keys(shape)
  const decoders = Object.entries({ ...shape, ...optional })
  const read = (value: unknown, path: string): Record<string, unknown> => {
    const source = plainObject(value, path)
    for (const name of names)
      if (!Object.hasOwn(source, name)) refuse('malformed', `${path}.${name} is missing`)
    for (const name of Object.keys(source))
      if (!Object.hasOwn(shape, name) && !Object.hasOwn(optional, name))
        refuse('malformed', `${path} has an unknown member`)
    const result: Record<string, unknown> = {}
    for (const [name, decoder] of decoders)
      if (Object.hasOwn(source, name)) result[name] = decoder(source[name], `${path}.${name}`)
    return result
  }
  return described(read, () => ({
    type: 'object',
    properties: Object.fromEntries(decoders.map(([name, decoder]) => [name, schemaOf(decoder)])),
    required: names,
    additionalProperties: false,
  }))
}

/** A decoder of one's own, with the schema of what it takes. */
export function described<T>(
  read: (value: unknown, path: string) => T,
  schema: () => JsonSchema,
): Decoder<T> {
  return Object.assign(read, { schema })
}

/** @returns `{}`, which takes anything, for a decoder without a description. */
export function schemaOf({ schema }: Decoder<unknown>): JsonSchema {
  return schema?.() ?? {}
}

/** An object whose member `tag` names one of `shapes`, and which has the members of that one. */
export function variant<Tag extends string, Shapes extends Readonly<Record<string, Shape>>>(
  tag: Tag,
  shapes: Shapes,
): Decoder<Variant<Tag, Shapes>> {
  const readers = new Map(
    Object.entries(shapes).map(([name, shape]) => [name, object({ [tag]: oneOf(name), ...shape })]),
  )
  const readOne = (value: unknown, path: string): Variant<Tag, Shapes> => {
    const name = plainObject(value, path)[tag]
    const read = typeof name === 'string' ? readers.get(name) : undefined
    if (!read) return refuse('malformed', `${path}.${tag} is not known`)
    return read(value, path) as Variant<Tag, Shapes>
  }
  return described(readOne, () => ({ oneOf: [...readers.values()].map(schemaOf) }))
}

/** An object whose member names satisfy `key`, each value read by `item`. */
export function mapOf<T>(key: Decoder<string>, item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  const read = (value: unknown, path: string): Record<string, T> => {
    const result: Record<string, T> = {}
    for (const [name, member] of Object.entries(plainObject(value, path))) {
      result[key(name, `${path} member name`)] = item(member, `${path}.${name}`)
    }
    return result
  }
  return described(read, () => ({
    type: 'object',
    propertyNames: schemaOf(key),
    additionalProperties: schemaOf(item),
  }))
}

export function arrayOf<T>(
  item: Decoder<T>,
  { min = 0, max }: { min?: number; max: number },
): Decoder<readonly T[]> {
  const read = (value: unknown, path: string): readonly T[] => {
    if (!Array.isArray(value)) return refuse('malformed', `${path} is not a list`)
    if (value.length < min || value.length > max)
      refuse('malformed', `${path} must have ${min} to ${max} items`)
    return value.map((element: unknown, index) => item(element, `${path}[${index}]`))
  }
  return described(read, () => ({ type: 'array', items: schemaOf(item), minItems: min, maxItems: max }))
}

export function integer(min: number, max: number): Decoder<number> {
  const read = (value: unknown, path: string): number => {
    if (
      typeof value !== 'number' ||
      !Number.isSafeInteger(value) ||
      Object.is(value, -0) ||
      value < min ||
      value > max
    ) {
      return refuse('malformed', `${path} must be an integer from ${min} to ${max}`)
    }
    return value
  }
  return described(read, () => ({ type: 'integer', minimum: min, maximum: max }))
}

export function oneOf<const T extends string | number | boolean>(...values: readonly T[]): Decoder<T> {
  const read = (value: unknown, path: string): T =>
    values.find((candidate) => candidate === value) ??
    refuse('malformed', `${path} must be ${values.join(' or ')}`)
  return described(read, () => ({ enum: values }))
}

/** base64url of exactly `length` bytes in its one spelling. */
export function base64url(length: number): Decoder<string> {
  const characters = Math.ceil((length * 4) / 3)
  const read = (value: unknown, path: string): string => {
    if (typeof value !== 'string') return refuse('malformed', `${path} is not a string`)
    if (value.length !== characters) refuse('malformed', `${path} must be ${length} bytes of base64url`)
    fromBase64url(value, length)
    return value
  }
  return described(read, () => ({ type: 'string', pattern: `^[A-Za-z0-9_-]{${characters}}$` }))
}

export function text(maxLength: number): Decoder<string> {
  const read = (value: unknown, path: string): string => {
    if (typeof value !== 'string' || value === '' || value.length > maxLength || !value.isWellFormed()) {
      return refuse('malformed', `${path} must be a text of 1 to ${maxLength} characters`)
    }
    return value
  }
  return described(read, () => ({ type: 'string', minLength: 1, maxLength }))
}

export function matching(pattern: RegExp, what: string): Decoder<string> {
  const read = (value: unknown, path: string): string =>
    typeof value === 'string' && pattern.test(value) ? value : refuse('malformed', `${path} is not ${what}`)
  return described(read, () => ({ type: 'string', pattern: pattern.source }))
}

export const id = matching(ID, 'an id')

const languageTag = matching(LANGUAGE, 'a language tag')
const timeText = matching(TIME, 'a UTC time such as 2026-05-01T18:00:00Z')

/** `YYYY-MM-DDThh:mm:ssZ`, a moment that exists (no 30 February, no 25 o'clock, no leap second) of 1970 to 9999. */
export const time: Decoder<string> = described(
  (value, path) => {
    const moment = timeText(value, path)
    const parsed = new Date(moment)
    if (Number.isNaN(parsed.getTime()) || formatTime(parsed) !== moment)
      refuse('malformed', `${path} does not exist`)
    return moment
  },
  () => ({ type: 'string', format: 'date-time', pattern: TIME.source }),
)

export function formatTime(moment: Date): string {
  return moment.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** A text in one or more languages: `{"en": "Chair"}`. */
export function localizedText(maxLength: number): Decoder<Readonly<Record<string, string>>> {
  const read = mapOf(languageTag, text(maxLength))
  const readSome = (value: unknown, path: string): Readonly<Record<string, string>> => {
    const result = read(value, path)
    if (Object.keys(result).length === 0) refuse('malformed', `${path} has no language`)
    return result
  }
  return described(readSome, () => ({ ...schemaOf(read), minProperties: 1 }))
}

/** @throws {ProtocolError} malformed, when two items share an id. */
export function uniqueIds<T extends { readonly id: string }>(
  list: Decoder<readonly T[]>,
): Decoder<readonly T[]> {
  const read = (value: unknown, path: string): readonly T[] => {
    const items = list(value, path)
    if (new Set(items.map((item) => item.id)).size !== items.length)
      refuse('malformed', `${path} repeats an id`)
    return items
  }
  return described(read, () => schemaOf(list))
}

/**
 * The member `name` of a record whose names strangers choose. `constructor` is a valid id, and every object inherits
 * one, so such a record is never read by plain indexing.
 */
export function ownMember<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

function plainObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('malformed', `${path} is not an object`)
  return value as Record<string, unknown>
}
