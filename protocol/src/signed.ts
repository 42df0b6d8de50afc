import { ed25519PublicKey, sha256, signEd25519, verifyEd25519 } from '#crypto'
import { fromBase64url, toBase64url, utf8 } from './bytes.ts'
import { base64url, id, oneOf } from './decode.ts'
import { refuse } from './errors.ts'
import { canonicalJson } from './json.ts'

/** What an Ed25519 signature of this protocol is about; it separates the domains, so no signature fits another kind. */
export type SignedKind = 'manifest' | 'amendment' | 'issuance' | 'ballot' | 'receipt' | 'result' | 'close'

/** The members that every signed body but the manifest begins with. */
export const bodyHeader = { v: oneOf(1), election: id, manifest: base64url(32) } as const

/** The bytes that a signature of `kind` covers: `"urna/<kind>/v1\n" + JCS(body)`. */
export function signedBytes(kind: SignedKind, body: unknown): Uint8Array<ArrayBuffer> {
  return utf8(`urna/${kind}/v1\n${canonicalJson(body)}`)
}

/** @param seed 32 bytes. Returns the signature in base64url. */
export function signBody(kind: SignedKind, body: unknown, seed: Uint8Array): string {
  return toBase64url(signEd25519(seed, signedBytes(kind, body)))
}

/** @throws {ProtocolError} bad-signature, unless `signature` is `publicKey`'s over `body` by libsodium's rule. */
export function checkSignature(kind: SignedKind, body: unknown, signature: string, publicKey: string): void {
  const good = verifyEd25519(
    fromBase64url(publicKey, 32),
    signedBytes(kind, body),
    fromBase64url(signature, 64),
  )
  if (!good) refuse('bad-signature', `the signature of the ${kind} is not by its key`)
}

/** The public key of a 32-byte seed, in base64url. */
export function publicKeyOf(seed: Uint8Array): string {
  return toBase64url(ed25519PublicKey(seed))
}

/** SHA-256 over the canonical JSON of a body, in base64url. */
export function hashBody(body: unknown): string {
  return toBase64url(sha256(utf8(canonicalJson(body))))
}

/**
 * A document as CouchDB hands it out, without the members that are CouchDB's (`_id`, `_rev`).
 *
 * @throws {ProtocolError} bad-address, when the `_id` is not the one its content asks for.
 */
export function checkAddress(document: { readonly _id: string }, expected: string): void {
  if (document._id !== expected) refuse('bad-address', `the document should be ${expected}`)
}
