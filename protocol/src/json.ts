import canonicalize from 'canonicalize'
import { refuse } from './errors.ts'

/** How many arrays and objects may stand inside one another. */
const MAX_DEPTH = 24

/**
 * Parses JSON from a stranger. `JSON.parse` silently takes the last of two equal members, so two readers of one text
 * could see two ballots; here a duplicate member, a lone surrogate, null, a float (also one that is written `1.0` or
 * `1e2`: other languages would read it as one), −0 or an unsafe integer is refused.
 *
 * @throws {ProtocolError} malformed
 */
export function parseStrictJson(text: string): unknown {
  const value = parseJson(text)
  checkSpelling(text, value)
  return value
}

/**
 * Parses JSON that is no document of the protocol (a database's administrator may store anything): refuses only a member
 * twice, and what is nested too deeply.
 *
 * @throws {ProtocolError} malformed
 */
export function parseUniqueJson(text: string): unknown {
  const value = parseJson(text)
  if (readSpelling(text).members !== countMembers(value, () => undefined))
    refuse('malformed', 'duplicate member')
  return value
}

/** RFC 8785 (JCS) text of a value that {@link parseStrictJson} would accept. */
export function canonicalJson(value: unknown): string {
  countMembers(value, checkScalar)
  return canonicalize(value) ?? refuse('malformed', 'not JSON')
}

/**
 * Checks that `text`, which JSON.parse read as `value`, is written as a stranger must write it.
 *
 * @throws {ProtocolError} malformed
 */
export function checkSpelling(text: string, value: unknown): void {
  const { members, integers } = readSpelling(text)
  if (members !== countMembers(value, checkScalar)) refuse('malformed', 'duplicate member')
  if (!integers) refuse('malformed', 'not an integer')
}

/** @throws {ProtocolError} malformed, when it is no JSON at all. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('malformed', 'not JSON')
  }
}

/**
 * What a text spells that the parsed value no longer tells: how many members, equal ones too (each has one colon outside
 * strings), and whether every number is written as an integer. A loop and not a regular expression, whose backtracking
 * runs out of stack on a string of some megabytes.
 */
function readSpelling(text: string): { members: number; integers: boolean } {
  let members = 0
  let integers = true
  for (let index = 0; index < text.length; index++) {
    const letter = text.charAt(index)
    if (letter === '"') index = endOfString(text, index)
    else if (letter === ':') members++
    else if (letter === '.' || letter === 'E' || (letter === 'e' && /\d/.test(text.charAt(index - 1))))
      integers = false
  }
  return { members, integers }
}

/** The index of the quote that closes the string opened at `start`, or of the end of a text that is not JSON. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let first = quote
    while (text.charAt(first - 1) === '\\') first--
    // An even number of backslashes are each other's escapes.
    if ((quote - first) % 2 === 0) return quote
  }
  return text.length
}

/** Counts every object member in `value`, level by level, and shows every scalar and name to `check`. */
function countMembers(value: unknown, check: (scalar: unknown) => void): number {
  let members = 0
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = []
    for (const item of level) {
      if (typeof item !== 'object' || item === null) check(item)
      else if (depth === MAX_DEPTH) refuse('malformed', 'nested too deeply')
      else members += countOwnMembers(item, next, check)
    }
    level = next
  }
  return members
}

function countOwnMembers(item: object, next: unknown[], check: (scalar: unknown) => void): number {
  if (Array.isArray(item)) {
    for (const element of item as unknown[]) next.push(element)
    return 0
  }
  if (!isPlainObject(item)) refuse('malformed', 'not JSON')
  const entries = Object.entries(item)
  for (const [name, member] of entries) {
    check(name)
    next.push(member)
  }
  return entries.length
}

/** Bytes, dates and maps would be signed as something that nobody wrote. */
function isPlainObject(item: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(item)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function checkScalar(item: unknown): void {
  if (typeof item === 'string') {
    if (!item.isWellFormed()) refuse('malformed', 'lone surrogate')
  } else if (typeof item === 'number') {
    if (!Number.isSafeInteger(item) || Object.is(item, -0)) refuse('malformed', 'not a safe integer')
  } else if (typeof item !== 'boolean') {
    refuse('malformed', 'null or not JSON')
  }
}
