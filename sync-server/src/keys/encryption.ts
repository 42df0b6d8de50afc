import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { fromBase64url, toBase64url, utf8 } from '#protocol/bytes'

/** AES-256-GCM: nonce of 12 bytes, ciphertext with the tag of 16 bytes at its end; both base64url. */
export interface Encrypted {
  readonly nonce: string
  readonly ciphertext: string
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The ciphertext was made under another secret, for another context, or was altered. */
export class DecryptionError extends Error {
  override readonly name = 'DecryptionError'
}

/**
 * Encrypts under a key of its own for each context, with the context as associated data: a ciphertext that somebody moves
 * to another election or another purpose does not decrypt.
 *
 * @param secret 32 bytes.
 */
export function encrypt(plaintext: Uint8Array, secret: Uint8Array, context: string): Encrypted {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', contextKey(secret, context), nonce, {
    authTagLength: TAG_BYTES,
  })
  cipher.setAAD(utf8(context))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  return { nonce: toBase64url(nonce), ciphertext: toBase64url(ciphertext) }
}

/** @throws {DecryptionError} */
export function decrypt(encrypted: Encrypted, secret: Uint8Array, context: string): Uint8Array {
  try {
    const bytes = fromBase64url(encrypted.ciphertext)
    const key = contextKey(secret, context)
    const nonce = fromBase64url(encrypted.nonce, NONCE_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(utf8(context))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    return Uint8Array.from(Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]))
  } catch {
    throw new DecryptionError('not encrypted under this secret for this context')
  }
}

function contextKey(secret: Uint8Array, context: string): Uint8Array {
  return new Uint8Array(
    hkdfSync('sha256', secret, new Uint8Array(0), utf8(`urna/encryption/v1\n${context}`), 32),
  )
}
