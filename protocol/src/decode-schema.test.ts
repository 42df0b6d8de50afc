import { describe, expect, it } from 'vitest'
import {
  arrayOf,
  base64url,
  described,
  id,
  integer,
  localizedText,
  mapOf,
  object,
  oneOf,
  schemaOf,
  text,
  time,
  uniqueIds,
  variant,
} from './decode.ts'

describe('a decoder says what it takes', () => {
  it('of an object: its members, which of them must be there, and that there are no others', () => {
    expect(schemaOf(object({ name: text(9) }, { age: integer(0, 150) }))).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 9 },
        age: { type: 'integer', minimum: 0, maximum: 150 },
      },
      required: ['name'],
      additionalProperties: false,
    })
  })

  it.each([
    [
      'a list',
      arrayOf(oneOf('a', 'b'), { min: 1, max: 2 }),
      { type: 'array', items: { enum: ['a', 'b'] }, minItems: 1, maxItems: 2 },
    ],
    [
      'a map',
      mapOf(id, oneOf(1)),
      { type: 'object', propertyNames: schemaOf(id), additionalProperties: { enum: [1] } },
    ],
    ['bytes', base64url(32), { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$' }],
    [
      'texts in languages',
      localizedText(5),
      { ...schemaOf(localizedText(5)), type: 'object', minProperties: 1 },
    ],
    ['a time', time, { ...schemaOf(time), type: 'string', format: 'date-time' }],
    [
      'items of distinct ids',
      uniqueIds(arrayOf(object({ id }), { max: 3 })),
      schemaOf(arrayOf(object({ id }), { max: 3 })),
    ],
    [
      'one of several shapes',
      variant('kind', { a: {}, b: { n: oneOf(1) } }),
      {
        oneOf: [schemaOf(object({ kind: oneOf('a') })), schemaOf(object({ kind: oneOf('b'), n: oneOf(1) }))],
      },
    ],
    ['one’s own', described(String, () => ({ title: 'anything' })), { title: 'anything' }],
    ['one without a description', (value: unknown) => value, {}],
  ])('of %s', (_what, decoder, schema) => {
    expect(schemaOf(decoder)).toEqual(schema)
  })
})
