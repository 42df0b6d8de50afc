import fc from 'fast-check'
import { describe, it } from 'vitest'
import { toBase64url } from '#protocol/bytes'
import type { Encrypted } from './encryption.ts'
import { decrypt, DecryptionError, encrypt } from './encryption.ts'

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 })
const plaintext = fc.uint8Array({ maxLength: 300 })

function refuses(encrypted: Encrypted, key: Uint8Array, context: string): boolean {
  try {
    decrypt(encrypted, key, context)
    return false
  } catch (error) {
    return error instanceof DecryptionError
  }
}

describe('encryption at rest', () => {
  it('gives back what was encrypted', () => {
    fc.assert(
      fc.property(plaintext, secret, fc.string(), (bytes, key, context) => {
        const decrypted = decrypt(encrypt(bytes, key, context), key, context)
        return Buffer.compare(decrypted, bytes) === 0
      }),
    )
  })

  it('refuses another secret and another context', () => {
    fc.assert(
      fc.property(plaintext, secret, secret, (bytes, key, other) => {
        fc.pre(Buffer.compare(key, other) !== 0)
        const encrypted = encrypt(bytes, key, 'election-keys\na')
        return refuses(encrypted, other, 'election-keys\na') && refuses(encrypted, key, 'election-keys\nb')
      }),
    )
  })

  it('refuses a ciphertext or nonce with any bit changed, and a shortened one', () => {
    fc.assert(
      fc.property(plaintext, secret, fc.nat(), (bytes, key, place) => {
        const encrypted = encrypt(bytes, key, 'context')
        const altered = (['nonce', 'ciphertext'] as const).map((member) => {
          const raw = Buffer.from(encrypted[member], 'base64url')
          const bit = place % (raw.length * 8)
          raw.writeUInt8(raw.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
          return { ...encrypted, [member]: toBase64url(raw) }
        })
        const short = { ...encrypted, ciphertext: encrypted.ciphertext.slice(0, 8) }
        return [...altered, short].every((candidate) => refuses(candidate, key, 'context'))
      }),
    )
  })

  it('never gives the same bytes twice', () => {
    fc.assert(
      fc.property(plaintext, secret, (bytes, key) => {
        const [first, second] = [encrypt(bytes, key, 'context'), encrypt(bytes, key, 'context')]
        return first.nonce !== second.nonce && first.ciphertext !== second.ciphertext
      }),
    )
  })
})
