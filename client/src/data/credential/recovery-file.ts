import { fromBase64url, toBase64url, utf8 } from '#protocol/bytes'
import type { Decoded } from '#protocol/decode'
import { arrayOf, base64url, id, integer, object, oneOf, text } from '#protocol/decode'
import { ProtocolError } from '#protocol/errors'
import { canonicalJson, parseStrictJson } from '#protocol/json'
import { DeviceError } from '../../device.ts'

const ITERATIONS = 600_000
const SALT_BYTES = 16
const IV_BYTES = 12

const envelope = object({
  urna: oneOf('recovery'),
  v: oneOf(1),
  election: id,
  manifest: base64url(32),
  kdf: object({ name: oneOf('PBKDF2-SHA256'), iterations: oneOf(ITERATIONS), salt: base64url(SALT_BYTES) }),
  iv: base64url(IV_BYTES),
  ciphertext: text(100_000),
})

const request = object({ registrar: id, blindedMessage: base64url(256), inverse: base64url(256) })
const signature = object({ registrar: id, signature: base64url(256) })
const rightToVote = object(
  {
    election: id,
    manifest: base64url(32),
    state: oneOf('pending', 'joined'),
    group: id,
    seed: base64url(32),
    requests: arrayOf(request, { max: 15 }),
    signatures: arrayOf(signature, { max: 15 }),
    nextSequence: integer(0, 1000),
  },
  { code: text(64) },
)

/** Everything that it takes to vote in one election from another phone. Secret. */
export type RightToVote = Decoded<typeof rightToVote>

/** Encrypts under a passphrase: PBKDF2-SHA256, AES-256-GCM; what is legible is bound in. @returns JSON text. */
export async function sealRecovery(right: RightToVote, passphrase: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES))
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const header = {
    urna: 'recovery',
    v: 1,
    election: right.election,
    manifest: right.manifest,
    kdf: { name: 'PBKDF2-SHA256', iterations: ITERATIONS, salt: toBase64url(salt) },
    iv: toBase64url(iv),
  } as const
  const parameters = { name: 'AES-GCM', iv, additionalData: utf8(canonicalJson(header)) }
  const key = await keyOf(passphrase, salt)
  const sealed = await crypto.subtle.encrypt(parameters, key, utf8(canonicalJson(right)))
  return `${JSON.stringify({ ...header, ciphertext: toBase64url(new Uint8Array(sealed)) }, undefined, 2)}\n`
}

/** @throws {DeviceError} bad-recovery-file | wrong-passphrase */
export async function openRecovery(file: string, passphrase: string): Promise<RightToVote> {
  const { ciphertext, ...header } = readAs(file, envelope)
  const iv = fromBase64url(header.iv, IV_BYTES)
  const parameters = { name: 'AES-GCM', iv, additionalData: utf8(canonicalJson(header)) }
  const key = await keyOf(passphrase, fromBase64url(header.kdf.salt, SALT_BYTES))
  const right = readAs(await decrypt(parameters, key, ciphertext), rightToVote)
  if (right.election !== header.election || right.manifest !== header.manifest)
    throw new DeviceError('bad-recovery-file', 'the file contradicts itself')
  return right
}

async function decrypt(parameters: AesGcmParams, key: CryptoKey, ciphertext: string): Promise<string> {
  try {
    const opened = await crypto.subtle.decrypt(parameters, key, fromBase64url(ciphertext))
    return new TextDecoder().decode(opened)
  } catch (error) {
    if (error instanceof ProtocolError) throw new DeviceError('bad-recovery-file', error.detail)
    throw new DeviceError('wrong-passphrase', 'the passphrase does not open this file')
  }
}

function readAs<T>(json: string, decoder: (value: unknown, path: string) => T): T {
  try {
    return decoder(parseStrictJson(json), 'file')
  } catch (error) {
    if (error instanceof ProtocolError) throw new DeviceError('bad-recovery-file', error.detail)
    throw error
  }
}

async function keyOf(passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const secret = utf8(passphrase.normalize('NFKC'))
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey'])
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ITERATIONS }
  const algorithm = { name: 'AES-GCM', length: 256 }
  return crypto.subtle.deriveKey(derivation, material, algorithm, false, ['encrypt', 'decrypt'])
}
