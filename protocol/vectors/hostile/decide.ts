import sodium from 'sodium-native'
import { toBase64url } from '#protocol/bytes'
import type { Vector } from '../material/vector.ts'
import type { Verdicts } from './sets.ts'
import { SETS, digitsOf, sha256Of } from './sets.ts'

/** libsodium itself decides, not our adapter: that agrees with it or fails. */
export function decidedByLibsodium(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  return sodium.crypto_sign_verify_detached(Buffer.from(signature), Buffer.from(message), Buffer.from(key))
}

/** The input of an Ed25519 vector, as `ed25519.json` has it. */
export function spelled(name: string, key: Uint8Array, message: Uint8Array, signature: Uint8Array) {
  return {
    name,
    publicKey: toBase64url(key),
    message: toBase64url(message),
    signature: toBase64url(signature),
  }
}

/** The whole vector. */
export function decided(name: string, key: Uint8Array, message: Uint8Array, signature: Uint8Array): Vector {
  const vector = spelled(name, key, message, signature)
  const accepted = decidedByLibsodium(key, message, signature)
  return accepted ? { ...vector, valid: true } : { ...vector, error: 'bad-signature' }
}

/** Every generated signature as a vector. */
export function asVectors(): Vector[] {
  return Object.entries(SETS).flatMap(([set, generate]) =>
    generate().map(({ key, message, signature }, index) =>
      decided(`${set} ${index}`, key, message, signature),
    ),
  )
}

/** `verdicts.json` as text. */
export function decideAll(): string {
  const sets = Object.entries(SETS).map(([name, generate]): [string, Verdicts] => {
    const signatures = generate()
    return [name, { sha256: sha256Of(signatures), accepted: digitsOf(signatures, decidedByLibsodium) }]
  })
  return `${JSON.stringify(Object.fromEntries(sets), null, 2)}\n`
}
