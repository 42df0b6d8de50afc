import { fromBase64url } from './bytes.ts'
import { refuse } from './errors.ts'

/**
 * Reads one untrusted value into its type, or throws `malformed` naming the member. Our own few lines and not a schema
 * library: a signed format must refuse unknown members and never drop one silently (docs/decisions/0003).
 */
export type Decoder<T> = (value: unknown, path: string) => T
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
  return (value, path) => {
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
}

/** An object whose member `tag` names one of `shapes`, and which has the members of that one. */
export function variant<Tag extends string, Shapes extends Readonly<Record<string, Shape>>>(
  tag: Tag,
  shapes: Shapes,
): Decoder<Variant<Tag, Shapes>> {
  const readers = new Map(
    Object.entries(shapes).map(([name, shape]) => [name, object({ [tag]: oneOf(name), ...shape })]),
  )
  return (value, path) => {
    const name = plainObject(value, path)[tag]
    const read = typeof name === 'string' ? readers.get(name) : undefined
    if (!read) return refuse('malformed', `${path}.${tag} is not known`)
    return read(value, path) as Variant<Tag, Shapes>
  }
}

/** An object whose member names satisfy `key`, each value read by `item`. */
export function mapOf<T>(key: Decoder<string>, item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return (value, path) => {
    const result: Record<string, T> = {}
    for (const [name, member] of Object.entries(plainObject(value, path))) {
      result[key(name, `${path} member name`)] = item(member, `${path}.${name}`)
    }
    return result
  }
}

export function arrayOf<T>(
  item: Decoder<T>,
  { min = 0, max }: { min?: number; max: number },
): Decoder<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return refuse('malformed', `${path} is not a list`)
    if (value.length < min || value.length > max)
      refuse('malformed', `${path} must have ${min} to ${max} items`)
    return value.map((element: unknown, index) => item(element, `${path}[${index}]`))
  }
}

export function integer(min: number, max: number): Decoder<number> {
  return (value, path) => {
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
}

export function oneOf<const T extends string | number | boolean>(...values: readonly T[]): Decoder<T> {
  return (value, path) =>
    values.find((candidate) => candidate === value) ??
    refuse('malformed', `${path} must be ${values.join(' or ')}`)
}

/** base64url of exactly `length` bytes in its one spelling. */
export function base64url(length: number): Decoder<string> {
  return (value, path) => {
    if (typeof value !== 'string') return refuse('malformed', `${path} is not a string`)
    if (value.length !== Math.ceil((length * 4) / 3))
      refuse('malformed', `${path} must be ${length} bytes of base64url`)
    fromBase64url(value, length)
    return value
  }
}

export function text(maxLength: number): Decoder<string> {
  return (value, path) => {
    if (typeof value !== 'string' || value === '' || value.length > maxLength || !value.isWellFormed()) {
      return refuse('malformed', `${path} must be a text of 1 to ${maxLength} characters`)
    }
    return value
  }
}

export function matching(pattern: RegExp, what: string): Decoder<string> {
  return (value, path) =>
    typeof value === 'string' && pattern.test(value) ? value : refuse('malformed', `${path} is not ${what}`)
}

export const id = matching(ID, 'an id')

const languageTag = matching(LANGUAGE, 'a language tag')
const timeText = matching(TIME, 'a UTC time such as 2026-05-01T18:00:00Z')

/** `YYYY-MM-DDThh:mm:ssZ`, a moment that exists (no 30 February, no 25 o'clock, no leap second) of 1970 to 9999. */
export const time: Decoder<string> = (value, path) => {
  const moment = timeText(value, path)
  const parsed = new Date(moment)
  if (Number.isNaN(parsed.getTime()) || formatTime(parsed) !== moment)
    refuse('malformed', `${path} does not exist`)
  return moment
}

export function formatTime(moment: Date): string {
  return moment.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** A text in one or more languages: `{"en": "Chair"}`. */
export function localizedText(maxLength: number): Decoder<Readonly<Record<string, string>>> {
  const read = mapOf(languageTag, text(maxLength))
  return (value, path) => {
    const result = read(value, path)
    if (Object.keys(result).length === 0) refuse('malformed', `${path} has no language`)
    return result
  }
}

/** @throws {ProtocolError} malformed, when two items share an id. */
export function uniqueIds<T extends { readonly id: string }>(
  list: Decoder<readonly T[]>,
): Decoder<readonly T[]> {
  return (value, path) => {
    const items = list(value, path)
    if (new Set(items.map((item) => item.id)).size !== items.length)
      refuse('malformed', `${path} repeats an id`)
    return items
  }
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
