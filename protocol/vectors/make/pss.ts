import { constants, createPublicKey, verify } from 'node:crypto'
import { concatBytes, fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import { digest } from '../material/digest.ts'
import { flipped } from '../hostile/points.ts'
import type { PssForm } from '../material/rsa.ts'
import {
  encodePss,
  modulusOf,
  plusModulus,
  rawSign,
  rawSignFor,
  saltOf,
  signPss,
  toBytes,
  toInteger,
} from '../material/rsa.ts'
import type { Vector, VectorFile } from '../material/vector.ts'

const KEY = 'board/main/all'
const MODULUS = toInteger(fromBase64url(modulusOf(KEY)))
const MESSAGE = utf8('a signature that two libraries may judge differently')
const SALT = saltOf('pss')

export function makePss(): VectorFile {
  return {
    kind: 'pss',
    about:
      'Modulus, message and signature in base64url: RSASSA-PSS with SHA-384, MGF1-SHA384, a salt of 48 bytes and the ' +
      'exponent 65537, each of 256 bytes decided by OpenSSL. A signature of another length is refused.',
    manifests: {},
    vectors: [
      ...honest(),
      ...salts(),
      ...hashes(),
      ...encodings(),
      ...turnedOver(),
      ...numbers(),
      ...lengths(),
    ],
  }
}

function honest(): Vector[] {
  return [
    decided('right', signPss(KEY, MESSAGE, SALT)),
    decided('with a salt of zeros', signPss(KEY, MESSAGE, new Uint8Array(48))),
    decided('that begins with a zero', beginningWithZero()),
    decided('of another message', signPss(KEY, utf8('another'), SALT)),
    decided('by another key', signPss('coop/alpha/members', MESSAGE, SALT)),
  ]
}

function salts(): Vector[] {
  const long = new Uint8Array(206).fill(7)
  return [0, 1, 20, 32, 47, 49, 64, 205, 206].map((length) =>
    decided(`a salt of ${length} bytes`, signPss(KEY, MESSAGE, long.subarray(0, length))),
  )
}

function hashes(): Vector[] {
  const others = ['sha1', 'sha256', 'sha512', 'sha512-256', 'sha3-384']
  return others.flatMap((other) => [
    formed(`${other} for both`, { hash: other }),
    formed(`${other} for the message`, { hash: other, maskHash: 'sha384' }),
    formed(`${other} for the mask`, { maskHash: other }),
  ])
}

function encodings(): Vector[] {
  const encoded = encodePss(MESSAGE, SALT)
  const topBit = encoded.map((byte, index) => (index === 0 ? byte | 0x80 : byte))
  const first = (value: number) => (right: Uint8Array) => right.with(0, value)
  const last = (value: number) => (right: Uint8Array) => right.with(right.length - 1, value)
  return [
    formed('trailer cc', { trailer: 0xcc }),
    formed('trailer bb', { trailer: 0xbb }),
    formed('trailer 00', { trailer: 0 }),
    formed('two before the salt', { padding: last(2) }),
    formed('nothing before the salt', { padding: last(0) }),
    formed('81 before the salt', { padding: last(0x81) }),
    formed('a one too early', { padding: (right) => right.with(right.length - 2, 1) }),
    formed('a one at the beginning', { padding: first(1) }),
    formed('the second bit set', { padding: first(0x40) }),
    formed('ones for zeros', { padding: (right) => right.fill(1) }),
    ...(toInteger(topBit) < MODULUS ? [decided('the top bit set', rawSign(KEY, topBit))] : []),
    decided('PKCS #1 version 1.5', rawSign(KEY, pkcs1())),
    decided('the hash alone', rawSign(KEY, toBytes(toInteger(digest('sha384', MESSAGE))))),
  ]
}

/** In the masked block: its first bytes, the byte before the salt, the salt; in the hash; in the trailer. */
function turnedOver(): Vector[] {
  const encoded = encodePss(MESSAGE, SALT)
  const bits = [1, 8, 1000, 1265, 1272, 1280, 1655, 1656, 1800, 2039, 2040, 2047]
  return bits.map((bit) =>
    decided(`encoding with bit ${bit} turned over`, rawSign(KEY, flipped(encoded, bit))),
  )
}

function numbers(): Vector[] {
  const right = toInteger(signPss(KEY, MESSAGE, SALT))
  const encoded = encodePss(MESSAGE, SALT)
  return [
    decided('s + n', secondSpelling()),
    decided('n − s', toBytes(MODULUS - right)),
    decided('s + 1', toBytes(right + 1n)),
    decided('zero', toBytes(0n)),
    decided('one', toBytes(1n)),
    decided('n − 1', toBytes(MODULUS - 1n)),
    decided('n', toBytes(MODULUS)),
    decided('n + 1', toBytes(MODULUS + 1n)),
    decided('every bit set', new Uint8Array(256).fill(255)),
    decided('the encoding itself, as for exponent 1', encoded),
    decided('for exponent 17', rawSignFor(17n, KEY, encoded)),
    decided('bytes the other way round', toBytes(right).reverse()),
  ]
}

function lengths(): Vector[] {
  const signature = signPss(KEY, MESSAGE, SALT)
  const zero = Uint8Array.of(0)
  return [
    decided('a zero before', concatBytes(zero, signature)),
    decided('a zero after', concatBytes(signature, zero)),
    decided('without its zero at the beginning', beginningWithZero().subarray(1)),
    decided('without its last byte', signature.subarray(0, 255)),
    decided('twice', concatBytes(signature, signature)),
    decided('nothing', new Uint8Array(0)),
  ]
}

function formed(name: string, form: PssForm): Vector {
  return decided(name, rawSign(KEY, encodePss(MESSAGE, SALT, form)))
}

function beginningWithZero(): Uint8Array {
  for (let attempt = 0; ; attempt++) {
    const signature = signPss(KEY, MESSAGE, saltOf(`zero ${attempt}`))
    if (signature[0] === 0) return signature
  }
}

/** The same number to whoever reduces it. */
function secondSpelling(): Uint8Array {
  for (let attempt = 0; ; attempt++) {
    const larger = plusModulus(KEY, signPss(KEY, MESSAGE, saltOf(`larger ${attempt}`)))
    if (larger) return larger
  }
}

/** RFC 8017 §9.2, with the identifier of SHA-384. */
function pkcs1(): Uint8Array {
  const info = Uint8Array.from(Buffer.from('3041300d060960864801650304020205000430', 'hex'))
  const hashed = concatBytes(info, digest('sha384', MESSAGE))
  const filling = new Uint8Array(256 - hashed.length - 3).fill(255)
  return concatBytes(Uint8Array.of(0, 1), filling, Uint8Array.of(0), hashed)
}

/**
 * OpenSSL decides, by a call of its own: our adapter agrees with it or fails the vector. Only the length is decided before
 * (RFC 8017 §8.1.2, step 1): OpenSSL takes a signature without its zeros at the beginning, and browsers do not.
 */
function decided(name: string, signature: Uint8Array): Vector {
  const key = createPublicKey({ key: { kty: 'RSA', n: modulusOf(KEY), e: 'AQAB' }, format: 'jwk' })
  const form = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }
  const accepted = signature.length === 256 && verify('sha384', MESSAGE, form, signature)
  const vector = {
    name,
    modulus: modulusOf(KEY),
    message: toBase64url(MESSAGE),
    signature: toBase64url(signature),
  }
  return accepted ? { ...vector, valid: true } : { ...vector, error: 'bad-credential' }
}
