import type { Encrypted } from './encryption.ts'
import { decrypt, DecryptionError, encrypt } from './encryption.ts'
import { SecretError } from './private-file.ts'

/** Encrypts under the server's secret what must not lie in a database for everybody who can read one. */
export class Vault {
  readonly #secret: Uint8Array

  /** @param secret 32 bytes. */
  constructor(secret: Uint8Array) {
    this.#secret = secret
  }

  /** @param context what it is for; it opens for nothing else. */
  seal(plaintext: Uint8Array, context: string): Encrypted {
    return encrypt(plaintext, this.#secret, context)
  }

  /** @throws {SecretError} when it was sealed under another secret. */
  open(sealed: Encrypted, context: string): Uint8Array {
    try {
      return decrypt(sealed, this.#secret, context)
    } catch (error) {
      if (!(error instanceof DecryptionError)) throw error
      throw new SecretError(
        'What is stored cannot be decrypted: the secret file is not the one it was made with.',
      )
    }
  }
}
