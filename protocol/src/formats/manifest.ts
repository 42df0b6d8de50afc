import { fromBase64url } from '../bytes.ts'
import { base64url, object, text } from '../decode.ts'
import { refuse } from '../errors.ts'
import { checkAddress, checkSignature, hashBody, signBody } from '../signed.ts'
import type { Contest, Manifest } from './manifest-body.ts'
import { manifestBody } from './manifest-body.ts'
import { checkRules, refuseUnsupported } from './manifest-rules.ts'

export type { Contest, Group, Manifest, Registrar } from './manifest-body.ts'

/** Below this many voters a group's choices may point at people. */
export const SMALL_GROUP = 10

const manifestDocument = object(
  { _id: text(200), body: manifestBody, signature: base64url(64) },
  { _rev: text(200) },
)

export interface ManifestDocument {
  readonly _id: string
  readonly body: Manifest
  readonly signature: string
}

/**
 * Reads a manifest body and checks every rule that needs nothing else.
 *
 * @throws {ProtocolError} malformed | too-large, or unsupported for a feature that this version does not have.
 */
export function parseManifestBody(value: unknown): Manifest {
  refuseUnsupported(value)
  const manifest = manifestBody(value, 'manifest')
  checkRules(manifest)
  return manifest
}

/** The election's identity: SHA-256 over the canonical body. Join links and printed codes carry it. */
export function manifestHash(body: Manifest): string {
  return hashBody(body)
}

export function signManifest(body: Manifest, authoritySeed: Uint8Array): ManifestDocument {
  return { _id: manifestId(body.election), body, signature: signBody('manifest', body, authoritySeed) }
}

/**
 * Reads and checks a manifest document.
 *
 * @param expectedHash the hash that the join link or the printed code carries; without one, the caller takes the
 *   election on the server's word and must say so.
 * @throws {ProtocolError} wrong-manifest, when it is another manifest than expected.
 */
export function checkManifest(value: unknown, expectedHash: string | undefined): ManifestDocument {
  if (typeof value === 'object' && value !== null && 'body' in value) refuseUnsupported(value.body)
  const document = manifestDocument(value, 'manifest')
  const body = parseManifestBody(document.body)
  checkAddress(document, manifestId(body.election))
  if (expectedHash !== undefined && manifestHash(body) !== expectedHash)
    refuse('wrong-manifest', 'not the expected manifest')
  checkSignature('manifest', body, document.signature, body.keys.authority)
  return { _id: document._id, body, signature: document.signature }
}

export function manifestId(election: string): string {
  return `manifest:${election}`
}

/** Twelve digits of a manifest's hash in groups of four, for two people to compare aloud. */
export function fingerprint(hash: string): string {
  const digits = [...fromBase64url(hash, 32).subarray(0, 12)].map((byte) => String(byte % 10)).join('')
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ')
}

export function findContests(manifest: Manifest, groupId: string): readonly Contest[] {
  const chosen = manifest.groups.find((candidate) => candidate.id === groupId)?.contests ?? []
  return manifest.contests.filter((candidate) => chosen.includes(candidate.id))
}
