import { refuse } from './errors.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const SEXTETS = new Int8Array(128).fill(-1)
for (let value = 0; value < 64; value++) SEXTETS[ALPHABET.charCodeAt(value)] = value
const encoder = new TextEncoder()
const decoder = new TextDecoder()
const LETTERS = encoder.encode(ALPHABET)

/** The UTF-8 bytes of `text`. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Compares public values; it is not constant-time. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

/** RFC 4648 §5 without padding. */
export function toBase64url(bytes: Uint8Array): string {
  const letters = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  let buffer = 0
  let bits = 0
  let offset = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff
    for (bits += 8; bits >= 6;) letters[offset++] = LETTERS[(buffer >> (bits -= 6)) & 63] ?? 0
  }
  if (bits > 0) letters[offset] = LETTERS[(buffer << (6 - bits)) & 63] ?? 0
  return decoder.decode(letters)
}

/**
 * Reads base64url strictly: no padding, no foreign letter, and the unused low bits of the last letter zero, so that
 * one value has exactly one spelling (otherwise one public ballot has sixteen).
 *
 * @throws {ProtocolError} malformed, when the text is not the one spelling of `length` bytes (any number when omitted).
 */
export function fromBase64url(text: string, length?: number): Uint8Array<ArrayBuffer> {
  const size = Math.floor((text.length * 3) / 4)
  if (text.length % 4 === 1 || (length !== undefined && size !== length))
    refuse('malformed', 'base64url of the wrong length')
  const bytes = new Uint8Array(size)
  let buffer = 0
  let bits = 0
  let offset = 0
  for (let index = 0; index < text.length; index++) {
    const sextet = SEXTETS[text.charCodeAt(index)] ?? -1
    if (sextet < 0) refuse('malformed', 'not base64url')
    buffer = ((buffer << 6) | sextet) & 0xffff
    bits += 6
    if (bits >= 8) bytes[offset++] = (buffer >> (bits -= 8)) & 0xff
  }
  if ((buffer & ((1 << bits) - 1)) !== 0) refuse('malformed', 'base64url with stray bits')
  return bytes
}

/** RFC 4648 §4 with padding, as C2SP notes and proofs write it. */
export function toBase64(bytes: Uint8Array): string {
  const text = toBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text + '='.repeat((4 - (text.length % 4)) % 4)
}

/** @throws {ProtocolError} malformed, unless the text is the one padded spelling of `length` bytes (any number when omitted). */
export function fromBase64(text: string, length?: number): Uint8Array<ArrayBuffer> {
  const unpadded = text.replace(/={0,2}$/, '')
  if (/[-_=]/.test(unpadded) || text.length % 4 !== 0) refuse('malformed', 'not base64')
  return fromBase64url(unpadded.replaceAll('+', '-').replaceAll('/', '_'), length)
}
