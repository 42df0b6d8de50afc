import { createPrivateKey, X509Certificate } from 'node:crypto'
import { unlink } from 'node:fs/promises'
import { Certificate } from 'pkijs'
import { createPrivateFile, readPrivateFile } from '../keys/private-file.ts'
import type { Signer } from './certificates.ts'
import { drawKeys, issueAuthority, keyPem, toPem } from './certificates.ts'
import { permittedBy } from './extensions.ts'
import type { ServedNames } from './served-names.ts'
import { areWithin, subtreesFor } from './served-names.ts'
import { TlsError } from './tls-error.ts'

const DAY_MS = 24 * 3600 * 1000
/** So long that nobody has to take in another during the life of a phone. */
const VALID_DAYS = 10 * 365
/** A new one is made while there is time to hand it out. */
const RENEW_DAYS = 180
/** Phones' clocks are sometimes behind ours. */
const BACKDATED_DAYS = 2
const PEM_BLOCK = /-----BEGIN (PRIVATE KEY|CERTIFICATE)-----[^-]+-----END \1-----/g

/** What making a certificate takes from outside. */
export interface Surroundings {
  readonly clock: () => Date
  readonly random: (bytes: number) => Uint8Array
}

/**
 * The authority of this server, kept with its private key in one file that only its owner can read: so there is never a
 * key without its certificate. It is made on first use, and again when it runs out or cannot vouch for `names`.
 *
 * @param label names it in the settings of a phone.
 * @throws {SecretError} others can read the file.
 * @throws {TlsError} it holds something else.
 */
export async function openAuthority(
  path: string,
  label: string,
  names: ServedNames,
  surroundings: Surroundings,
): Promise<Signer> {
  const draw = (): Promise<string> => drawAuthority(label, names, surroundings)
  await createPrivateFile(path, draw)
  const stored = await readAuthority(path)
  if (isUsable(stored, names, surroundings.clock())) return stored
  await unlink(path)
  await createPrivateFile(path, draw)
  return readAuthority(path)
}

async function drawAuthority(
  label: string,
  names: ServedNames,
  { clock, random }: Surroundings,
): Promise<string> {
  const keys = await drawKeys()
  const now = clock().getTime()
  const particulars = {
    commonName: `Urna authority of ${label}`,
    serial: random(16),
    notBefore: new Date(now - BACKDATED_DAYS * DAY_MS),
    notAfter: new Date(now + VALID_DAYS * DAY_MS),
  }
  const { certificate } = await issueAuthority(particulars, subtreesFor(names), keys)
  return keyPem(keys.privateKey) + toPem(certificate)
}

export async function readAuthority(path: string): Promise<Signer> {
  const blocks = (await readPrivateFile(path)).match(PEM_BLOCK) ?? []
  const [key, certificate] = ['PRIVATE', 'CERTIFICATE'].map((kind) =>
    blocks.find((block) => block.startsWith(`-----BEGIN ${kind}`)),
  )
  if (key === undefined || certificate === undefined)
    throw new TlsError(
      `${path} must hold a private key and its certificate. Move it away to have a new one made.`,
    )
  const pkcs8 = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' })
  return {
    certificate: Certificate.fromBER(new X509Certificate(certificate).raw),
    privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
    ]),
  }
}

function isUsable({ certificate }: Signer, names: ServedNames, now: Date): boolean {
  const left = certificate.notAfter.value.getTime() - now.getTime()
  return left > RENEW_DAYS * DAY_MS && areWithin(names, permittedBy(certificate))
}
