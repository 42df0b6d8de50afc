import { sha256 } from '#crypto'
import { fromBase64url, toBase64url } from '#protocol/bytes'

/** Crockford's base32: no I, L, O or U, so that nobody reads a digit or a word into a code. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 80 bits: guessing is hopeless at any rate that a server can answer. */
const CODE_BYTES = 10

/** Draws bytes that nobody can predict. */
export type Random = (size: number) => Uint8Array

/** A new voting code, 16 letters as XXXX-XXXX-XXXX-XXXX. */
export function drawCode(random: Random): string {
  let bits = 0n
  for (const byte of random(CODE_BYTES)) bits = (bits << 8n) | BigInt(byte)
  let letters = ''
  for (let shift = 75n; shift >= 0n; shift -= 5n) letters += ALPHABET.charAt(Number((bits >> shift) & 31n))
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}

/**
 * What a registrar stores of a code: SHA-256 over the form that reaches it (`deriveCode`, 32 bytes base64url). Whoever
 * reads the registry can neither list codes nor send the form that spends one.
 */
export function hashCodeForm(form: string): string {
  return toBase64url(sha256(fromBase64url(form, 32)))
}
