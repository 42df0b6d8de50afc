import { fromBase64url, toBase64url } from '#protocol/bytes'
import type { RefusalCode } from '#protocol/errors'
import { credentialMessage, deriveCode } from '#protocol/formats/credential'
import {
  board,
  boardCredential,
  boardHash,
  coop,
  coopCredential,
  coopHash,
  publicKey,
} from '../material/election.ts'
import { misspell } from '../material/misspelled.ts'
import type { Repeat } from '../material/repeat.ts'
import {
  blindWith,
  encodePss,
  modulusOf,
  plusModulus,
  rawSign,
  saltOf,
  toBytes,
  toInteger,
} from '../material/rsa.ts'
import type { Vector, VectorFile } from '../material/vector.ts'
import { respell, set, without } from '../material/vector.ts'

const KEY = publicKey('voter 1')
const MAIN = 'board/main/all'

export function makeCredentials(): VectorFile {
  return {
    kind: 'credential',
    about:
      '`step` is `message` (what a registrar signs blindly), `code` (the form of a voting code that one registrar sees), ' +
      '`blinded` (a blinded message as a registrar receives it), `finalize` (the answer, unblinded) or `check`.',
    manifests: { board, coop },
    vectors: [
      ...messages(),
      ...codes(),
      ...noCodes(),
      ...blinded(),
      ...finalized(),
      ...checked(),
      ...coopChecked(),
    ],
  }
}

function messages(): Vector[] {
  const one = (name: string, manifestHash: string, group: string): Vector => {
    const expected = { message: new TextDecoder().decode(credentialMessage(manifestHash, group, KEY)) }
    return { name, step: 'message', manifestHash, group, key: KEY, valid: true, expected }
  }
  return [one('a message', boardHash, 'all'), one('of another group', coopHash, 'constructor')]
}

function codes(): Vector[] {
  const one = (name: string, code: string, registrar = 'main', manifestHash = boardHash): Vector => {
    const expected = { derived: deriveCode(code, manifestHash, registrar) }
    return { name, step: 'code', code, manifestHash, registrar, valid: true, expected }
  }
  return [
    one('a code as it is printed', '7Q2M-XK0D-A9RT-1WBE'),
    one('the same in small letters with spaces', ' 7q2m xk0d a9rt 1wbe '),
    one('the same with O for 0, l and I for 1', '7Q2MXKODA9RTlWBE'),
    one('the same with the dashes of a phone', '7Q2M–XK0D—A9RT‐IWBE'),
    one('the same at another registrar', '7Q2M-XK0D-A9RT-1WBE', 'alpha'),
    one('the same between other signs', '*7Q2M_XK0D/A9RT.1WBE\u200b\n'),
    one('the same among letters beyond ASCII', '７7Q2MßXK0DıA9RTſ1WBEА'),
    one('the same in another election', '7Q2M-XK0D-A9RT-1WBE', 'main', coopHash),
  ]
}

/** Nothing is left of these. */
function noCodes(): Vector[] {
  return ['', ' - ', 'ßıſ', '０'].map((code) => ({
    name: `no code: ${JSON.stringify(code)}`,
    step: 'code',
    code,
    manifestHash: boardHash,
    registrar: 'main',
    error: 'malformed',
  }))
}

function blinded(): Vector[] {
  const modulus = modulusOf(MAIN)
  const n = toInteger(fromBase64url(modulus, 256))
  const one = (name: string, blindedMessage: unknown, valid = false): Vector => {
    const input = { name, step: 'blinded', modulus, blindedMessage }
    return valid ? { ...input, valid: true } : { ...input, error: 'malformed' }
  }
  const number = (value: bigint): string => toBase64url(toBytes(value))
  return [
    one('below the modulus', number(n - 1n), true),
    one('the modulus', number(n)),
    one('above the modulus', number(n + 1n)),
    one('zero', number(0n)),
    one('one', number(1n)),
    one('limit: 255', number(255n)),
    one('limit: 256', number(256n), true),
    one('stray bits', respell(number(n - 2n)).stray),
    one('255 bytes', toBase64url(toBytes(n - 2n).subarray(1))),
    one('257 bytes', `${number(n - 2n)}AA`),
    one('not a string', 7),
    one('null', null),
  ]
}

/**
 * The same numbers with the modulus added, where that is below 2^2048. Everything else is right: whoever reduces them gets
 * the credential.
 */
function secondSpellings(encoded: Uint8Array): { blindSignature: object; inverse: object } {
  const found: { blindSignature?: object; inverse?: object } = {}
  for (let attempt = 1n; ; attempt++) {
    const { blinded: message, inverse } = blindWith(MAIN, encoded, FACTOR + attempt)
    const answer = rawSign(MAIN, message)
    const right = { inverse: toBase64url(inverse), blindSignature: toBase64url(answer) }
    const [largerAnswer, largerInverse] = [plusModulus(MAIN, answer), plusModulus(MAIN, inverse)]
    if (largerAnswer) found.blindSignature ??= { ...right, blindSignature: toBase64url(largerAnswer) }
    if (largerInverse) found.inverse ??= { ...right, inverse: toBase64url(largerInverse) }
    const { blindSignature, inverse: both } = found
    if (blindSignature && both) return { blindSignature, inverse: both }
  }
}

/** The blinding factor is fixed here; a device draws it. */
const FACTOR = toInteger(saltOf('blinding factor'))

function finalized(): Vector[] {
  const encoded = encodePss(credentialMessage(boardHash, 'all', KEY), saltOf('blind'))
  const { blinded: message, inverse } = blindWith(MAIN, encoded, FACTOR)
  const second = secondSpellings(encoded)
  const request = {
    manifest: 'board',
    registrar: 'main',
    group: 'all',
    key: KEY,
    blindedMessage: toBase64url(message),
    inverse: toBase64url(inverse),
    blindSignature: toBase64url(rawSign(MAIN, message)),
  }
  const expected = { signature: toBase64url(rawSign(MAIN, encoded)) }
  const wrong = (name: string, change: object, error: RefusalCode = 'bad-credential'): Vector => ({
    name,
    step: 'finalize',
    ...request,
    ...change,
    error,
  })
  return [
    { name: 'the answer, unblinded', step: 'finalize', ...request, valid: true, expected },
    wrong('the answer of another registrar', {
      blindSignature: toBase64url(rawSign('coop/alpha/members', message)),
    }),
    wrong('the question as the answer', { blindSignature: request.blindedMessage }),
    wrong('for another key', { key: publicKey('voter 2') }),
    wrong('with another factor', { inverse: toBase64url(toBytes(FACTOR)) }),
    wrong('at an unknown registrar', { registrar: 'constructor' }),
    wrong('in an unknown group', { group: 'constructor' }),
    wrong('the answer plus the modulus', second.blindSignature, 'malformed'),
    wrong('the inverse plus the modulus', second.inverse, 'malformed'),
    wrong('the modulus as the answer', { blindSignature: modulusOf(MAIN) }, 'malformed'),
    wrong('no answer', { blindSignature: null }, 'malformed'),
    wrong(
      'an answer with stray bits',
      { blindSignature: respell(request.blindSignature).stray },
      'malformed',
    ),
    wrong('no inverse', { inverse: null }, 'malformed'),
    wrong('an inverse of 255 bytes', { inverse: toBase64url(inverse.subarray(1)) }, 'malformed'),
    wrong('an answer of 255 bytes', { blindSignature: toBase64url(message.subarray(1)) }, 'malformed'),
  ]
}

function times(count: number): Repeat[] {
  return [{ path: ['signatures'], count }]
}

function checked(): Vector[] {
  const good = boardCredential('voter 1')
  const entry = good.signatures[0]
  const refused = (name: string, credential: unknown): Vector =>
    check(name, 'board', credential, 'bad-credential')
  return [
    check('one signature of one', 'board', good),
    refused('for another key', { ...good, key: publicKey('voter 2') }),
    refused('of an unknown group', { ...good, group: 'staff' }),
    refused('of a group that every object has', { ...good, group: 'constructor' }),
    check('no signature', 'board', set(good, ['signatures'], []), 'malformed'),
    { ...refused('fifteen signatures', set(good, ['signatures'], [entry])), repeat: times(15) },
    {
      ...check('sixteen signatures', 'board', set(good, ['signatures'], [entry]), 'malformed'),
      repeat: times(16),
    },
    check('no object', 'board', [good], 'malformed'),
    check('an unknown member', 'board', { ...good, name: 'Ada' }, 'malformed'),
    check('an unknown member of a signature', 'board', set(good, ['signatures', 0, 'salt'], ''), 'malformed'),
    check('no key', 'board', without(good, ['key']), 'malformed'),
    check('a key of 31 bytes', 'board', { ...good, key: good.key.slice(1) }, 'malformed'),
    ...misspell(good).map((item) => ({ ...item, step: 'check', manifest: 'board' })),
    refused('one signature too many', set(good, ['signatures'], [entry, entry])),
    refused('by an unknown registrar', set(good, ['signatures', 0, 'registrar'], 'other')),
    refused(
      'all bits set',
      set(good, ['signatures', 0, 'signature'], toBase64url(new Uint8Array(256).fill(255))),
    ),
    refused('zero', set(good, ['signatures', 0, 'signature'], toBase64url(new Uint8Array(256)))),
    refused('the modulus', set(good, ['signatures', 0, 'signature'], modulusOf(MAIN))),
  ]
}

function coopChecked(): Vector[] {
  const good = coopCredential('voter 1', 'members', ['alpha', 'gamma'])
  const all = coopCredential('voter 1', 'members', ['alpha', 'beta', 'gamma'])
  const [alpha, gamma] = good.signatures
  const refused = (name: string, signatures: unknown[]): Vector =>
    check(name, 'coop', { ...good, signatures }, 'bad-credential')
  return [
    check('two signatures of three', 'coop', good),
    check(
      'a group that every object has',
      'coop',
      coopCredential('voter 1', 'constructor', ['alpha', 'beta']),
    ),
    check('raised to a group of more weight', 'coop', { ...good, group: 'constructor' }, 'bad-credential'),
    refused('below the quorum', [alpha]),
    refused('above the quorum', [...all.signatures]),
    refused('one registrar twice', [alpha, alpha]),
    refused('not sorted', [gamma, alpha]),
    refused('signatures exchanged', [
      { ...alpha, signature: gamma?.signature },
      { ...gamma, signature: alpha?.signature },
    ]),
  ]
}

function check(name: string, manifest: string, credential: unknown, error?: RefusalCode): Vector {
  const input = { name, step: 'check', manifest, document: credential }
  return error ? { ...input, error } : { ...input, valid: true }
}
