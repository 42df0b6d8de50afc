import { toBase64url } from '#protocol/bytes'
import { canonicalJson } from '#protocol/json'
import type { Vector, VectorFile } from '../material/vector.ts'

export function makeJson(): VectorFile {
  return {
    kind: 'json',
    about: 'JSON as a stranger sends it, and its RFC 8785 text.',
    manifests: {},
    vectors: [...validJson(), ...invalidJson()],
  }
}

function validJson(): Vector[] {
  const one = (name: string, text: string): Vector => {
    const expected = { canonical: canonicalJson(JSON.parse(text)) }
    return { name, text, valid: true, expected }
  }
  return [
    one('an empty object', ' { } '),
    one('members sorted', '{"b":1,"a":[true,false],"":{}}'),
    one('members sorted by UTF-16 code unit', RFC_8785_SORTING),
    one('numbers sort as text', '{"10":0,"9":0,"1":0}'),
    one('escapes', '"\\u0000\\b\\t\\n\\f\\r\\"\\\\\\/\\u001f\\u007f\\u2028\\u00e9\\ud83d\\ude00"'),
    one('a string with structure inside', '{"a":"{\\"b\\":1,\\\\\\"c.E\\":2e0}"}'),
    one('the largest integers', '[9007199254740991,-9007199254740991,0]'),
    one('a member __proto__', '{"__proto__":{"a":1},"constructor":2,"toJSON":"x"}'),
    one('24 levels, the last empty', nested(24, '')),
    one('24 levels, the last filled', nested(24, '1')),
    one('24 levels of objects', `${'{"a":'.repeat(23)}{}${'}'.repeat(23)}`),
    one('no normalisation', '["\\u00e9","e\\u0301"]'),
  ]
}

function nested(levels: number, inside: string): string {
  return `${'['.repeat(levels)}${inside}${']'.repeat(levels)}`
}

/** RFC 8785 §3.2.3. */
const RFC_8785_SORTING =
  '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",' +
  '"\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}'

function invalidJson(): Vector[] {
  const one = (name: string, text: string): Vector => ({ name, text, error: 'malformed' })
  return [
    one('nothing', ''),
    one('a member twice', '{"a":1,"a":1}'),
    one('a member twice, once escaped', '{"a":1,"\\u0061":1}'),
    one('a member twice, deep inside', '[{"x":{"a":1,"b":2,"a":3}}]'),
    one('__proto__ twice', '{"__proto__":1,"__proto__":1}'),
    one('a member twice beside colons in strings', '{"a":":","a":"::"}'),
    one('null', 'null'),
    one('null inside', '{"a":null}'),
    one('a fraction', '1.5'),
    one('an integer with a point', '{"a":1.0}'),
    one('an integer with an exponent', '[1e2]'),
    one('an integer with a capital exponent', '[1E2]'),
    one('a fraction that vanishes', '[1e-400]'),
    one('minus zero', '-0'),
    one('above the largest integer', '9007199254740992'),
    one('below the least integer', '-9007199254740992'),
    one('infinity', '1e999'),
    one('a high surrogate alone', '"\\ud800"'),
    one('a low surrogate alone', '"\\udc00"'),
    one('surrogates the wrong way round', '"\\udc00\\ud800"'),
    one('a surrogate alone in a name', '{"\\ud800":1}'),
    one('25 levels, the last empty', nested(25, '')),
    one('25 levels, the last filled', nested(25, '1')),
    one('25 levels of objects', `${'{"a":'.repeat(24)}{}${'}'.repeat(24)}`),
    one('zero with an exponent', '0e7'),
    one('an integer with a small fraction', '[1.0000000000000000001]'),
    one('a comma at the end', '[1,]'),
    one('a comment', '{}//'),
    one('single quotes', "{'a':1}"),
    one('a byte order mark', '\ufeff{}'),
    one('a leading zero', '[01]'),
    one('a control character in a string', '"\u0001"'),
    one('two values', '{}{}'),
  ]
}

export function makeBase64url(): VectorFile {
  return {
    kind: 'base64url',
    about: 'Text, the length that is expected in bytes, and the bytes in hexadecimal.',
    manifests: {},
    vectors: [...validBase64url(), ...invalidBase64url()],
  }
}

function validBase64url(): Vector[] {
  const one = (name: string, hex: string): Vector => {
    const bytes = new Uint8Array(Buffer.from(hex, 'hex'))
    return { name, text: toBase64url(bytes), length: bytes.length, valid: true, expected: { hex } }
  }
  return [
    one('no bytes', ''),
    one('one byte', 'ff'),
    one('two bytes', 'fffe'),
    one('three bytes', 'fbf0be'),
    one(
      'the whole alphabet',
      '00108310518720928b30d38f41149351559761969b71d79f8218a39259a7a29aabb2dbafc31cb3d35db7e39ebbf3dfbf',
    ),
    one('32 zero bytes', '00'.repeat(32)),
    one('64 bytes of ones', 'ff'.repeat(64)),
  ]
}

function invalidBase64url(): Vector[] {
  const one = (name: string, text: string, length: number): Vector => ({
    name,
    text,
    length,
    error: 'malformed',
  })
  return [
    one('padding', '_w==', 1),
    one('half the padding', '_w=', 1),
    one('stray bits after one byte', '_x', 1),
    one('other stray bits after one byte', '_4', 1),
    one('stray bits after two bytes', '__5', 2),
    one('stray bits after 32 bytes', `${'A'.repeat(42)}B`, 32),
    one('stray bits after 64 bytes', `${'A'.repeat(85)}I`, 64),
    one('a byte too few', '_w', 2),
    one('a byte too many', '__4', 1),
    one('a letter alone', 'A', 0),
    one('a letter after four', 'AAAAA', 3),
    one('the other base64: plus', '+_8A', 3),
    one('the other base64: slash', '/_8A', 3),
    one('a line break inside', 'AA\nAA', 3),
    one('a line break at the end', 'AAAA\n', 3),
    one('a space', 'AA A', 3),
    one('a letter beyond ASCII', 'AAAŁ', 3),
    one('a letter beyond the first plane', 'AA😀', 3),
    one('a NUL', 'AAA\u0000', 3),
  ]
}
