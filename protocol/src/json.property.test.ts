import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from './errors.ts'
import { canonicalJson, parseStrictJson } from './json.ts'

const text = fc.string({
  unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', ':', '.', 'e', 'E')),
})
const name = fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'toString', 'toJSON', '1', '10', '9'))
const integer = fc.maxSafeInteger().map((value) => (Object.is(value, -0) ? 0 : value))

/** Values of the signed subset of JSON; members are own, also `__proto__`. */
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, text, integer, fc.boolean(), tie('list'), tie('record')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  record: fc
    .uniqueArray(fc.tuple(name, tie('value')), { selector: ([member]) => member, maxLength: 5 })
    .map((members) => Object.fromEntries(members)),
})).value

describe('strict JSON', () => {
  it('reads what JSON.parse reads of the signed subset', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, 3), (original, indent) => {
        const json = JSON.stringify(original, null, indent)
        expect(parseStrictJson(json)).toEqual(JSON.parse(json))
      }),
    )
  })

  it('refuses a member twice, wherever it stands and however it is spelled', () => {
    fc.assert(
      fc.property(name, value, value, fc.boolean(), (member, first, second, escaped) => {
        const plain = JSON.stringify(member)
        const spelled = escaped ? `"${[...escapes(member)].join('')}"` : plain
        const object = `{${plain}:${JSON.stringify(first)},${spelled}:${JSON.stringify(second)}}`
        expect(() => parseStrictJson(`[{"x":${object}}]`)).toThrow('malformed: duplicate member')
      }),
    )
  })

  it('throws nothing but a refusal, whatever the text', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '0',
      '.5',
      'e1',
      'null',
      ' ',
    )
    const json = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.string(),
      fc.json(),
    )
    fc.assert(
      fc.property(json, (source) => refusedOrRead(source)),
      { numRuns: 3000 },
    )
  })

  it('throws nothing but a refusal on texts of many megabytes', () => {
    refusedOrRead(`{"a":"${'x'.repeat(12_000_000)}"}`)
    refusedOrRead(`{"a":"${'\\"'.repeat(6_000_000)}"}`)
    refusedOrRead('['.repeat(1_000_000) + ']'.repeat(1_000_000))
    refusedOrRead('{"a":'.repeat(200_000) + '1' + '}'.repeat(200_000))
  })
})

describe('canonical JSON', () => {
  it('does not depend on the order of members, white space or escapes', () => {
    fc.assert(
      fc.property(value, (original) => {
        const canonical = canonicalJson(original)
        expect(canonicalJson(reversed(original))).toBe(canonical)
        expect(canonicalJson(parseStrictJson(JSON.stringify(original, null, 2)))).toBe(canonical)
        expect(canonicalJson(parseStrictJson(canonical))).toBe(canonical)
      }),
    )
  })

  it('spells different values differently', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const same = canonicalJson(a) === canonicalJson(b)
        expect(same).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)))
      }),
    )
  })

  it.each([
    ['a date', new Date(0)],
    ['bytes', Uint8Array.of(1)],
    ['a map', new Map([['a', 1]])],
    ['undefined', { a: undefined }],
    ['a hole', [1, , 2]], // eslint-disable-line no-sparse-arrays
    ['a function', { toJSON: () => 'forged' }],
    ['an instance', new URL('https://vote.example')],
    ['a bigint', 1n],
    ['not a number', NaN],
  ])('signs nothing that JSON cannot say: %s', (_, item) => {
    expect(() => canonicalJson(item)).toThrow(ProtocolError)
  })

  it('refuses a value that contains itself', () => {
    const loop: unknown[] = []
    loop.push(loop)
    expect(() => canonicalJson(loop)).toThrow(ProtocolError)
  })
})

function refusedOrRead(source: string): void {
  try {
    parseStrictJson(source)
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError)
  }
}

function* escapes(member: string): Iterable<string> {
  for (let index = 0; index < member.length; index++)
    yield `\\u${member.charCodeAt(index).toString(16).padStart(4, '0')}`
}

function reversed(item: unknown): unknown {
  if (Array.isArray(item)) return item.map(reversed)
  if (typeof item !== 'object' || item === null) return item
  return Object.fromEntries(
    Object.entries(item)
      .reverse()
      .map(([member, inner]) => [member, reversed(inner)]),
  )
}

/** Objects as sorted lists of members, so that JSON.stringify compares them. */
function sorted(item: unknown): unknown {
  if (Array.isArray(item)) return { list: item.map(sorted) }
  if (typeof item !== 'object' || item === null) return item
  const members = Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))
  return members.map(([member, inner]) => [member, sorted(inner)])
}
