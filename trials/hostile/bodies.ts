import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { Dice } from '../dice.ts'
import type { HttpRequest, Part } from './request.ts'

export const PROTOTYPE_NAMES = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'],
] as const

const TEN_MEGABYTES = 10 * 1024 * 1024
const CHUNK = Buffer.alloc(64 * 1024, 'a')
const WRONG_VALUES: readonly string[] = [
  ...([
    'null',
    'true',
    '0',
    '-0',
    '-1',
    '1.5',
    '1e999',
    '1e400',
    '9007199254740993',
    '""',
    '[]',
    '{}',
  ] as const),
  ...['[[]]', '[null]', '{"length":1e9}', '"\\u0000"', '"\\ud800"', '"../../etc/passwd"', '"<script>"'],
  ...[
    '"%00"',
    '{"$gt":""}',
    '{"$where":"sleep(9)"}',
    '{"toString":1}',
    '"\\u202e"',
    '"A"',
    '12345678901234567890',
  ],
]

interface Recipe {
  readonly name: string
  /** @param json a request that the address would take, or nearly: an object as text. */
  make(dice: Dice, json: string): readonly Part[]
}

/** Bodies that no decoder may take, made from one that is nearly right. */
const RECIPES: readonly Recipe[] = [
  { name: 'a member of a wrong type', make: (dice, json) => text(withWrongMember(dice, json)) },
  {
    name: 'another type than an object',
    make: (dice) => text(dice.pick(WRONG_VALUES).replace('{}', '[{}]')),
  },
  { name: 'no body', make: () => [] },
  { name: 'deep nesting', make: (dice) => text(nested(dice, dice.integer(1_000, 30_000))) },
  { name: 'nesting without an end', make: (dice) => text(dice.pick(['[', '{"a":']).repeat(20_000)) },
  { name: 'a NUL byte', make: (dice, json) => insert(dice, json, Uint8Array.of(0)) },
  { name: 'bytes that are no UTF-8', make: (dice, json) => insert(dice, json, badUtf8(dice)) },
  { name: 'a byte order mark', make: (_dice, json) => text(`\ufeff${json}`) },
  { name: 'UTF-16', make: (_dice, json) => [Buffer.from(json, 'utf16le')] },
  { name: 'half of it', make: (dice, json) => text(json.slice(0, dice.integer(1, json.length - 1))) },
  { name: 'something after it', make: (_dice, json) => text(`${json}${json}`) },
  { name: 'a member twice', make: (_dice, json) => text(`{${json.slice(1, -1)},${json.slice(1)}`) },
  { name: 'a prototype name', make: (dice, json) => text(withPrototype(dice, json)) },
  { name: 'ten thousand members', make: (_dice, json) => text(withManyMembers(json)) },
  { name: 'a form', make: () => text('docs=1&code=2&__proto__[a]=b') },
  { name: 'XML', make: () => text('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>') },
  { name: 'random bytes', make: (dice) => [dice.bytes(dice.integer(1, 400))] },
]

export function hostileBody(dice: Dice, json: string): { name: string; body: readonly Part[] } {
  const { name, make } = dice.pick(RECIPES)
  return { name, body: make(dice, json) }
}

/** Ten megabytes of one string. */
export function hugeBody(): readonly Part[] {
  const times = TEN_MEGABYTES / CHUNK.length
  return [Buffer.from('{"docs":["'), { repeat: CHUNK, times }, Buffer.from('"]}')]
}

const ZEROS = Buffer.alloc(TEN_MEGABYTES)
const BOMBS: readonly (readonly [string, Uint8Array])[] = [
  ['gzip', gzipSync(ZEROS)],
  ['deflate', deflateSync(ZEROS)],
  ['br', brotliCompressSync(ZEROS)],
  ['gzip, gzip', gzipSync(gzipSync(ZEROS))],
  ['gzip', Buffer.from('not gzip at all')],
  ['bogus', Buffer.from('{}')],
]

/** A few kilobytes that say they are ten megabytes. */
export function compressedBody(dice: Dice): Pick<HttpRequest, 'headers' | 'body'> {
  const [encoding, bytes] = dice.pick(BOMBS)
  return { headers: [['content-encoding', encoding]], body: [bytes] }
}

function text(json: string): Part[] {
  return json === '' ? [] : [Buffer.from(json)]
}

/** Puts `bytes` into the first string, where they are neither end nor escape. */
function insert(dice: Dice, json: string, bytes: Uint8Array): Part[] {
  const at = json.indexOf('"') + 1 + dice.integer(0, 1)
  return [Buffer.concat([Buffer.from(json.slice(0, at)), bytes, Buffer.from(json.slice(at))])]
}

function badUtf8(dice: Dice): Uint8Array {
  return Buffer.from(dice.pick(['ff', 'c080', 'c0ae', 'e2', 'eda080', 'f5808080', 'f0808080', '80']), 'hex')
}

function withWrongMember(dice: Dice, json: string): string {
  const members = Object.entries(JSON.parse(json) as Record<string, unknown>)
  const at = dice.integer(0, members.length - 1)
  const written = members.map(([name, value], index) => {
    return `${JSON.stringify(name)}:${index === at ? dice.pick(WRONG_VALUES) : JSON.stringify(value)}`
  })
  return `{${written.join()}}`
}

function withPrototype(dice: Dice, json: string): string {
  return `{"${dice.pick(PROTOTYPE_NAMES)}":{"isAdmin":true,"docs":[]},${json.slice(1)}`
}

function withManyMembers(json: string): string {
  const members = Array.from({ length: 10_000 }, (_, index) => `"m${index}":1`)
  return `{${members.join()},${json.slice(1)}`
}

function nested(dice: Dice, depth: number): string {
  const [open, close] = dice.pick([
    ['[', ']'],
    ['{"a":', '}'],
  ])
  return `{"docs":${open.repeat(depth)}1${close.repeat(depth)}}`
}
