import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Identity, KeyPair } from './identity.ts'
import { TlsError } from './tls-error.ts'

/** A certificate that somebody else issues and renews, in two PEM files. They are read anew at each call. */
export class FileIdentity implements Identity {
  readonly #files: { readonly cert: string; readonly key: string }
  readonly #clock: () => Date
  #last: KeyPair | undefined

  constructor(files: { readonly cert: string; readonly key: string }, clock: () => Date) {
    this.#files = files
    this.#clock = clock
  }

  async current(): Promise<KeyPair> {
    const pair = { cert: await readPem(this.#files.cert), key: await readPem(this.#files.key) }
    if (this.#last && pair.cert === this.#last.cert && pair.key === this.#last.key) return this.#last
    this.#refuseUnusable(pair)
    this.#last = pair
    return pair
  }

  #refuseUnusable({ cert, key }: KeyPair): void {
    const certificate = parse(this.#files.cert, 'certificate', () => new X509Certificate(cert))
    const privateKey = parse(this.#files.key, 'private key without a passphrase', () => createPrivateKey(key))
    if (!certificate.checkPrivateKey(privateKey))
      throw new TlsError(`${this.#files.key} is not the key of the certificate in ${this.#files.cert}.`)
    if (new Date(certificate.validTo) <= this.#clock())
      throw new TlsError(`The certificate in ${this.#files.cert} expired on ${certificate.validTo}.`)
  }
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new TlsError(`${path} cannot be read (${code}).`)
  }
}

function parse<T>(path: string, what: string, read: () => T): T {
  try {
    return read()
  } catch {
    throw new TlsError(`${path} must hold a ${what} in PEM, which begins with -----BEGIN.`)
  }
}
