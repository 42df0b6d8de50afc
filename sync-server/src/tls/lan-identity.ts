import type { Surroundings } from './authority-file.ts'
import type { Signer } from './certificates.ts'
import { drawKeys, issueServer, keyPem, toPem } from './certificates.ts'
import type { Identity, KeyPair } from './identity.ts'
import type { ServedNames } from './served-names.ts'

const DAY_MS = 24 * 3600 * 1000
/** Phones refuse more than 825 days of an authority that their owner installed, and we renew by ourselves. */
const VALID_DAYS = 90
const RENEW_DAYS = 30
const BACKDATED_DAYS = 2

interface Issued extends KeyPair {
  readonly names: ServedNames
  readonly notAfter: Date
}

/**
 * The certificate of a machine in a local network, issued by its own authority whenever the addresses changed or it is
 * about to expire. It lives in memory: only the authority, which phones know, has to outlast the process.
 */
export class LanIdentity implements Identity {
  readonly #authority: (names: ServedNames) => Promise<Signer>
  readonly #names: () => ServedNames
  readonly #surroundings: Surroundings
  #issued: Issued | undefined

  /** @param names what the machine is called just now. */
  constructor(
    authority: (names: ServedNames) => Promise<Signer>,
    names: () => ServedNames,
    surroundings: Surroundings,
  ) {
    this.#authority = authority
    this.#names = names
    this.#surroundings = surroundings
  }

  async current(): Promise<KeyPair> {
    const names = this.#names()
    if (this.#issued && this.#isFresh(this.#issued, names)) return this.#issued
    this.#issued = await this.#issue(names)
    return this.#issued
  }

  #isFresh(issued: Issued, names: ServedNames): boolean {
    const left = issued.notAfter.getTime() - this.#surroundings.clock().getTime()
    return left > RENEW_DAYS * DAY_MS && JSON.stringify(issued.names) === JSON.stringify(names)
  }

  async #issue(names: ServedNames): Promise<Issued> {
    const { clock, random } = this.#surroundings
    const keys = await drawKeys()
    const now = clock().getTime()
    const notAfter = new Date(now + VALID_DAYS * DAY_MS)
    const particulars = {
      commonName: names.hosts[0] ?? 'Urna',
      serial: random(16),
      notBefore: new Date(now - BACKDATED_DAYS * DAY_MS),
      notAfter,
    }
    const authority = await this.#authority(names)
    const certificate = await issueServer(particulars, names, authority, keys.publicKey)
    return { cert: toPem(certificate), key: keyPem(keys.privateKey), names, notAfter }
  }
}
