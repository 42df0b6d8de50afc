import { hkdf, verifyRsaPss } from '#crypto'
import { fromBase64url, toBase64url, utf8 } from '../bytes.ts'
import type { Decoded } from '../decode.ts'
import { arrayOf, base64url, id, object, ownMember } from '../decode.ts'
import { refuse } from '../errors.ts'
import type { Manifest } from './manifest.ts'

const registrarSignature = object({ registrar: id, signature: base64url(256) })

/** The member `credential` of a ballot: the right of `key` to vote in `group`, blind-signed by `quorum` registrars. */
export const credential = object({
  group: id,
  key: base64url(32),
  signatures: arrayOf(registrarSignature, { min: 1, max: 15 }),
})

export type Credential = Decoded<typeof credential>
export type RegistrarSignature = Decoded<typeof registrarSignature>

/** What a registrar signs without seeing it. `key` is the device's Ed25519 ballot key in base64url. */
export function credentialMessage(manifestHash: string, group: string, key: string): Uint8Array<ArrayBuffer> {
  return utf8(`urna/credential/v1\n${manifestHash}\n${group}\n${key}`)
}

/**
 * A voter's code without what people and keyboards add: whatever is no ASCII letter or digit, lower case, and the letters
 * that Crockford's base32 leaves out because they look like digits. Only ASCII has a capital here: `ß` has none that is
 * the same everywhere.
 *
 * @throws {ProtocolError} malformed, when nothing is left.
 */
export function normalizeCode(code: string): string {
  const letters = code.replace(/[^0-9A-Za-z]/g, '')
  if (letters === '') refuse('malformed', 'a code has letters or digits')
  return letters.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1')
}

/**
 * The form of a voter's code that one registrar sees. HKDF binds it to the election and the registrar, so that no
 * registrar can spend at another the code that it was shown. 32 bytes in base64url.
 */
export function deriveCode(code: string, manifestHash: string, registrar: string): string {
  const info = utf8(`urna/code/v1\n${registrar}`)
  return toBase64url(hkdf(utf8(normalizeCode(code)), fromBase64url(manifestHash, 32), info, 32))
}

/**
 * Checks that exactly `quorum` distinct registrars, sorted by id, signed this key for this group.
 *
 * @throws {ProtocolError} bad-credential
 */
export async function checkCredential(
  value: Credential,
  manifest: Manifest,
  manifestHash: string,
): Promise<void> {
  const { group, key, signatures } = value
  if (!manifest.groups.some((candidate) => candidate.id === group)) refuse('bad-credential', 'unknown group')
  if (signatures.length !== manifest.quorum)
    refuse('bad-credential', `needs ${manifest.quorum} registrar signatures`)
  const message = credentialMessage(manifestHash, group, key)
  let previous = ''
  for (const { registrar, signature } of signatures) {
    if (registrar <= previous) refuse('bad-credential', 'registrars must be distinct and sorted')
    previous = registrar
    await checkRegistrarSignature(manifest, registrar, group, message, signature)
  }
}

async function checkRegistrarSignature(
  manifest: Manifest,
  registrar: string,
  group: string,
  message: Uint8Array,
  signature: string,
): Promise<void> {
  const known = manifest.registrars.find((candidate) => candidate.id === registrar)
  const modulus = ownMember(known?.keys ?? {}, group) ?? refuse('bad-credential', 'unknown registrar')
  const bytes = fromBase64url(signature, 256)
  const modulusBytes = fromBase64url(modulus, 256)
  if (!isBelow(bytes, modulusBytes))
    refuse('bad-credential', 'the registrar signature is not below the modulus')
  if (!(await verifyRsaPss(modulusBytes, message, bytes)))
    refuse('bad-credential', 'not signed by the registrar')
}

/** Compares two big-endian integers of equal length; a second spelling s + n of one signature must not pass. */
export function isBelow(value: Uint8Array, bound: Uint8Array): boolean {
  for (let index = 0; index < bound.length; index++) {
    const difference = (value[index] ?? 0) - (bound[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
