import { object, oneOf, text } from '#protocol/decode'
import type { Database, StoredDoc } from '../couch/couch.ts'
import { CouchError } from '../couch/couch.ts'
import type { Encrypted } from './encryption.ts'
import { decrypt, DecryptionError, encrypt } from './encryption.ts'
import { drawElectionKeys, exportElectionKeys, importElectionKeys } from './election-keys.ts'
import type { ElectionKeys, Keystore } from './keystore.ts'
import { SecretError } from './private-file.ts'

const keysDocument = object({
  _id: text(200),
  _rev: text(200),
  v: oneOf(1),
  nonce: text(16),
  ciphertext: text(2_000_000),
})

/** Keeps keys in the database `control` as `keys:<election>`, encrypted under the server's secret. */
export class StoredKeystore implements Keystore {
  readonly #control: Database
  readonly #secret: Uint8Array
  /** An election's keys never change once stored, and decoding an RSA key costs more than using it. */
  readonly #known = new Map<string, ElectionKeys>()

  /** @param secret 32 bytes. */
  constructor(control: Database, secret: Uint8Array) {
    this.#control = control
    this.#secret = secret
  }

  /**
   * @throws {CouchError} unavailable, when nobody knows whether the keys were stored; trying again is harmless.
   * @throws {SecretError}
   */
  async create(election: string, groups: readonly string[]): Promise<ElectionKeys> {
    const keys = (await this.load(election)) ?? (await this.#draw(election, groups))
    const missing = groups.find((group) => !Object.hasOwn(keys.registrar.groups, group))
    if (missing !== undefined) throw new Error(`election ${election} has keys, but none for group ${missing}`)
    return keys
  }

  /** @throws {SecretError} when the keys were encrypted under another secret. */
  async load(election: string): Promise<ElectionKeys | undefined> {
    const known = this.#known.get(election)
    if (known) return known
    const stored = await this.#control.read(keysId(election))
    if (!stored) return undefined
    const keys = importElectionKeys(this.#decrypt(stored, election))
    this.#known.set(election, keys)
    return keys
  }

  /** Keys are used only once they are stored; of two that draw at once, the first to store wins for both. */
  async #draw(election: string, groups: readonly string[]): Promise<ElectionKeys> {
    const drawn = exportElectionKeys(await drawElectionKeys(groups))
    const encrypted = encrypt(drawn, this.#secret, contextOf(election))
    const outcome = await this.#control.compareAndSwap({ _id: keysId(election), v: 1, ...encrypted })
    if (outcome.kind === 'refused') throw new Error(`the keys were refused: ${outcome.reason}`)
    const keys = outcome.kind === 'unacknowledged' ? undefined : await this.load(election)
    if (!keys) throw new CouchError('unavailable', `the keys of ${election} may not be stored`)
    return keys
  }

  #decrypt(stored: StoredDoc, election: string): Uint8Array {
    const encrypted: Encrypted = keysDocument(stored, 'keys')
    try {
      return decrypt(encrypted, this.#secret, contextOf(election))
    } catch (error) {
      if (!(error instanceof DecryptionError)) throw error
      throw new SecretError(
        `The keys of election "${election}" cannot be decrypted: the secret file is not the one they were made with.`,
      )
    }
  }
}

function keysId(election: string): string {
  return `keys:${election}`
}

function contextOf(election: string): string {
  return `election-keys\n${election}`
}
