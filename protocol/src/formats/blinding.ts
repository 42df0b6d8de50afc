import { RSABSSA } from '@cloudflare/blindrsa-ts'
import { fromBase64url, toBase64url } from '../bytes.ts'
import { base64url, ownMember } from '../decode.ts'
import { refuse } from '../errors.ts'
import { credentialMessage, isBelow } from './credential.ts'
import type { Manifest } from './manifest.ts'

/** What a device must have stored before it sends `blindedMessage`: without `inverse` the answer is worthless. */
export interface BlindedRequest {
  readonly registrar: string
  /** 256 bytes, base64url. */
  readonly blindedMessage: string
  /** 256 bytes, base64url. Secret: it links the ballot key to the request. */
  readonly inverse: string
}

const integerText = base64url(256)

// RFC 9474, RSABSSA-SHA384-PSS-Deterministic: salt of 48 bytes, identity preparation.
const suite = RSABSSA.SHA384.PSS.Deterministic()

/** Blinds `key` for one registrar. The library draws salt and blinding factor from the platform's generator. */
export async function blindCredential(
  manifest: Manifest,
  manifestHash: string,
  request: { registrar: string; group: string; key: string },
): Promise<BlindedRequest> {
  const message = credentialMessage(manifestHash, request.group, request.key)
  const publicKey = await importModulus(findModulus(manifest, request.registrar, request.group))
  const { blindedMsg, inv } = await suite.blind(publicKey, suite.prepare(message))
  return { registrar: request.registrar, blindedMessage: toBase64url(blindedMsg), inverse: toBase64url(inv) }
}

/**
 * Turns the registrar's answer into its signature over the ballot key.
 *
 * @returns 256 bytes, base64url.
 * @throws {ProtocolError} malformed, unless inverse and answer are 256 bytes below the modulus | bad-credential, when the
 *   registrar signed something else.
 */
export async function finalizeCredential(
  manifest: Manifest,
  manifestHash: string,
  request: { registrar: string; group: string; key: string; inverse: string; blindSignature: string },
): Promise<string> {
  const message = credentialMessage(manifestHash, request.group, request.key)
  const modulus = findModulus(manifest, request.registrar, request.group)
  const blindSignature = parseInteger(request.blindSignature, modulus, 'blindSignature')
  const inverse = parseInteger(request.inverse, modulus, 'inverse')
  const publicKey = await importModulus(modulus)
  try {
    return toBase64url(await suite.finalize(publicKey, message, blindSignature, inverse))
  } catch {
    return refuse('bad-credential', 'the registrar did not sign the blinded message')
  }
}

/**
 * Reads a blinded message as a registrar receives it: an integer below the modulus and not trivially chosen.
 *
 * @throws {ProtocolError} malformed
 */
export function parseBlindedMessage(blindedMessage: unknown, modulus: string): Uint8Array<ArrayBuffer> {
  const bytes = parseInteger(blindedMessage, modulus, 'blindedMessage')
  if (bytes.subarray(0, 255).every((byte) => byte === 0))
    refuse('malformed', 'the blinded message is not blinded')
  return bytes
}

/** Another spelling of the same number, x + n, must not pass. */
function parseInteger(value: unknown, modulus: string, what: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64url(integerText(value, what), 256)
  if (!isBelow(bytes, fromBase64url(modulus, 256))) refuse('malformed', `${what} is not below the modulus`)
  return bytes
}

function findModulus(manifest: Manifest, registrar: string, group: string): string {
  const known = manifest.registrars.find((candidate) => candidate.id === registrar)
  return ownMember(known?.keys ?? {}, group) ?? refuse('bad-credential', 'unknown registrar or group')
}

async function importModulus(n: string) {
  const algorithm = { name: 'RSA-PSS', hash: 'SHA-384' }
  return crypto.subtle.importKey('jwk', { kty: 'RSA', n, e: 'AQAB' }, algorithm, true, ['verify'])
}
