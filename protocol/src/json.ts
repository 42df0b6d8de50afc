import canonicalize from 'canonicalize'
import { refuse } from './errors.ts'

const MAX_DEPTH = 24
const STRING_LITERAL = /"(?:[^"\\]|\\.)*"/g

/**
 * Parses JSON from a stranger. `JSON.parse` silently takes the last of two equal members, so two readers of one text
 * could see two ballots; here a duplicate member, a lone surrogate, null, a float, −0 or an unsafe integer is refused.
 *
 * @throws {ProtocolError} malformed
 */
export function parseStrictJson(text: string): unknown {
  const value = parseJson(text)
  const members = countMembers(value)
  const colons = text.replace(STRING_LITERAL, '').split(':').length - 1
  if (colons !== members) refuse('malformed', 'duplicate member')
  return value
}

/** RFC 8785 (JCS) text of a value that {@link parseStrictJson} would accept. */
export function canonicalJson(value: unknown): string {
  countMembers(value)
  return canonicalize(value) ?? refuse('malformed', 'not JSON')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('malformed', 'not JSON')
  }
}

/** Counts every object member in `value`, level by level, refusing whatever the signed subset of JSON leaves out. */
function countMembers(value: unknown): number {
  let members = 0
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) refuse('malformed', 'nested too deeply')
    const next: unknown[] = []
    for (const item of level) members += countOwnMembers(item, next)
    level = next
  }
  return members
}

function countOwnMembers(item: unknown, next: unknown[]): number {
  if (typeof item !== 'object' || item === null) {
    checkScalar(item)
    return 0
  }
  if (Array.isArray(item)) {
    for (const element of item as unknown[]) next.push(element)
    return 0
  }
  const entries = Object.entries(item)
  for (const [name, member] of entries) {
    checkScalar(name)
    next.push(member)
  }
  return entries.length
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
