import { malleated } from '../hostile/points.ts'
import type { Path, Vector } from './vector.ts'
import { respell, set } from './vector.ts'

/** base64url of 32, 64 and 256 bytes: each has stray bits that a lenient decoder passes over. */
const ENCODED = /^([A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{86}|[A-Za-z0-9_-]{342})$/

/** The beginning of the first object inside. */
const INNER = /:\[?\{/

/** Every way in which a good document of any format can be written so that two readers may see two documents. */
export function misspell(document: object): Vector[] {
  const json = JSON.stringify(document)
  const refused = (name: string, text: string): Vector => ({ name, text, error: 'malformed' })
  const [first = ''] = Object.keys(document)
  const twice = `{${JSON.stringify(first)}:0,`
  return [
    refused('misspelled: a member twice', json.replace('{', twice)),
    refused('misspelled: a member twice, once escaped', json.replace('{', escapedMember(first))),
    refused('misspelled: __proto__ outside', json.replace('{', '{"__proto__":{},')),
    ...inside(json),
    ...revisions(document),
    ...malleable(document),
    ...encodedAt(document).flatMap(([path, value]) => {
      const where = path.join('.')
      return Object.entries(respell(value)).map(([how, text]) =>
        refused(`misspelled: ${where} ${how}`, JSON.stringify(set(document, path, text))),
      )
    }),
  ]
}

/** A signature with S + L. Of a ballot, and only there, the signature is in the address. */
function malleable(document: object): Vector[] {
  if (!('signature' in document && typeof document.signature === 'string')) return []
  const addressed = '_id' in document && String(document._id).startsWith('ballot:')
  const changed = set(document, ['signature'], malleated(document.signature))
  return [
    { name: 'misspelled: S + L', document: changed, error: addressed ? 'bad-address' : 'bad-signature' },
  ]
}

function inside(json: string): Vector[] {
  if (!INNER.test(json)) return []
  return [
    {
      name: 'misspelled: __proto__ inside',
      text: json.replace(INNER, '$&"__proto__":{},'),
      error: 'malformed',
    },
    { name: 'misspelled: null inside', text: json.replace(INNER, '$&"x":null,'), error: 'malformed' },
  ]
}

/** What a database hands out has a revision of at most 200 characters; a receipt or a credential has none. */
function revisions(document: object): Vector[] {
  const longer: Vector = {
    name: 'limit: a revision of 201 characters',
    document: revised('1'.repeat(201)),
    error: 'malformed',
  }
  const number: Vector = { name: 'a revision that is a number', document: revised(1), error: 'malformed' }
  const longest: Vector = {
    name: 'limit: a revision of 200 characters',
    document: revised('1'.repeat(200)),
    valid: true,
  }
  const id: Vector = {
    name: 'limit: an _id of 201 characters',
    document: { ...document, _id: 'x'.repeat(201) },
    error: 'malformed',
  }
  return '_id' in document ? [longest, longer, number, id] : [longer]

  function revised(_rev: unknown): object {
    return { ...document, _rev }
  }
}

function escapedMember(name: string): string {
  const code = name.charCodeAt(0).toString(16).padStart(4, '0')
  return `{"\\u${code}${name.slice(1)}":0,`
}

function encodedAt(value: unknown, path: Path = []): [Path, string][] {
  if (typeof value === 'string') return ENCODED.test(value) ? [[path, value]] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => encodedAt(member, [...path, name]))
}
