import type { UseStore } from 'idb-keyval'
import { get, update } from 'idb-keyval'
import { concatBytes, fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import { whileStoring } from './storage-failure.ts'

const ALGORITHM = 'AES-GCM'
const IV_BYTES = 12
const KEY_NAME = 'wrapping-key'

/** What a wrapped secret is; bound to it as additional data, so that no wrapped value can stand in for another. */
export type SecretPurpose = 'seed' | 'code' | `inverse ${string}`

/** Wraps this phone's secrets under an AES key that no script can read, only use: a copied database is worthless. */
export class KeyVault {
  readonly #key: CryptoKey

  private constructor(key: CryptoKey) {
    this.#key = key
  }

  /** Opens the vault, drawing its key at first use. Two tabs that both draw one end with the same. */
  static async open(databaseName: string): Promise<KeyVault> {
    const store = durableKeyStore(databaseName)
    const known = await get<CryptoKey>(KEY_NAME, store)
    if (known) return new KeyVault(known)
    const fresh = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, [
      'encrypt',
      'decrypt',
    ])
    await whileStoring(() => update<CryptoKey>(KEY_NAME, (stored) => stored ?? fresh, store))
    const stored = await get<CryptoKey>(KEY_NAME, store)
    if (!stored) throw new Error('the browser did not keep the wrapping key')
    return new KeyVault(stored)
  }

  /** @returns base64url of IV and ciphertext. */
  async wrap(secret: Uint8Array, manifest: string, purpose: SecretPurpose): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
    const parameters = { name: ALGORITHM, iv, additionalData: boundTo(manifest, purpose) }
    const sealed = await crypto.subtle.encrypt(parameters, this.#key, Uint8Array.from(secret))
    return toBase64url(concatBytes(iv, new Uint8Array(sealed)))
  }

  /** @throws {DOMException} OperationError, when the value was wrapped by another key, manifest or purpose. */
  async unwrap(wrapped: string, manifest: string, purpose: SecretPurpose): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = fromBase64url(wrapped)
    const iv = bytes.subarray(0, IV_BYTES)
    const parameters = { name: ALGORITHM, iv, additionalData: boundTo(manifest, purpose) }
    return new Uint8Array(await crypto.subtle.decrypt(parameters, this.#key, bytes.subarray(IV_BYTES)))
  }
}

function boundTo(manifest: string, purpose: SecretPurpose): Uint8Array<ArrayBuffer> {
  return utf8(`urna/device/v1\n${manifest}\n${purpose}`)
}

/**
 * idb-keyval's own store writes with relaxed durability: a power cut could keep the wrapped secrets and lose the key. The
 * key is structured-cloned, which is how a non-extractable key survives a restart.
 */
function durableKeyStore(databaseName: string): UseStore {
  const opening = new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(`${databaseName}-vault`)
    request.onupgradeneeded = () => void request.result.createObjectStore('keys')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the vault does not open'))
  })
  return async (mode, callback) => {
    const database = await opening
    return callback(database.transaction('keys', mode, { durability: 'strict' }).objectStore('keys'))
  }
}
